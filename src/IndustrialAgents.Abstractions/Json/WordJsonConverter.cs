using System.Text.Json;
using System.Text.Json.Serialization;

namespace IndustrialAgents.Json;

/// <summary>Writes a value as the one string that it is read from.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public abstract class WordJsonConverter<T> : JsonConverter<T>
    where T : struct
{
    private readonly TryParse _parse;
    private readonly string _form;

    /// <summary>Makes a converter.</summary>
    /// <param name="parse">Reads the string.</param>
    /// <param name="form">How the value is written, for the error.</param>
    private protected WordJsonConverter(TryParse parse, string form)
    {
        _parse = parse;
        _form = form;
    }

    private protected delegate bool TryParse(string? text, out T value);

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        _parse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null, out var value) ? value : throw new JsonException(_form);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
