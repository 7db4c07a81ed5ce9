using System.Text.Json;
using System.Text.Json.Serialization;

namespace IndustrialAgents.Json;

/// <summary>Writes a tensor as <c>{"type": "float32", "shape": [2, 3], "data": base64}</c>, strings as <c>"strings": [...]</c> instead of data.</summary>
public sealed class TensorJsonConverter : JsonConverter<Tensor>
{
    /// <inheritdoc/>
    public override Tensor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var wire = JsonSerializer.Deserialize<Wire>(ref reader, options) ?? throw new JsonException("a tensor is an object");
        try
        {
            var shape = new TensorShape(wire.Shape ?? throw new JsonException("a tensor needs a shape"));
            return wire.Type switch
            {
                ElementType.String => Tensor.Create(Strings(wire), shape),
                ElementType.Bool => Tensor.Wrap(wire.Type, shape, Bools(wire)),
                _ => Tensor.Wrap(wire.Type, shape, Data(wire)),
            };
        }
        catch (ArgumentException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Tensor value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("type", JsonNamingPolicy.CamelCase.ConvertName(value.ElementType.ToString()));
        writer.WriteStartArray("shape");
        foreach (var dimension in value.Shape.Dimensions)
        {
            writer.WriteNumberValue(dimension);
        }

        writer.WriteEndArray();
        if (value.ElementType == ElementType.String)
        {
            writer.WriteStartArray("strings");
            foreach (var text in value.Strings.Span)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WriteBase64String("data", value.Bytes.Span);
        }

        writer.WriteEndObject();
    }

    private static byte[] Data(Wire wire) => wire.Data ?? throw new JsonException("a tensor needs data");

    // A byte that is neither 0 nor 1 is undefined behaviour in most models' code.
    private static byte[] Bools(Wire wire) =>
        Data(wire).AsSpan().ContainsAnyExceptInRange((byte)0, (byte)1) ? throw new JsonException("a bool is a byte 0 or 1") : wire.Data!;

    private static string[] Strings(Wire wire)
    {
        var strings = wire.Strings ?? throw new JsonException("a tensor of strings needs strings");
        return Array.IndexOf(strings, null!) < 0 ? strings : throw new JsonException("a string is null");
    }

    private sealed record Wire(ElementType Type, long[]? Shape, byte[]? Data, string[]? Strings);
}
