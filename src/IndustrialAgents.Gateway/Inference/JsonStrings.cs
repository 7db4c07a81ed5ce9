using System.Text.Json;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Reads the <c>data</c> of a tensor of strings from JSON.</summary>
internal static class JsonStrings
{
    /// <summary>Reads the array at the start of a text that was read over before and is known to be JSON.</summary>
    /// <exception cref="InvalidRequestException">It is no array of strings, or not of this shape.</exception>
    public static Tensor Read(ReadOnlySpan<byte> json, TensorShape shape, int input)
    {
        var field = $"inputs[{input}].data";
        ModelFit.Refuse(
            shape.ElementCount > (json.Length + 1) / 2, field, $"the body is too short for the {shape.ElementCount} values of shape {shape}");
        var nesting = new TensorNesting(shape, input, stackalloc long[TensorNesting.MaxRank + 1]);
        var values = new string[shape.ElementCount];
        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        var count = 0;
        reader.Read();
        ModelFit.Refuse(reader.TokenType != JsonTokenType.StartArray, field, "must be an array");
        nesting.Open();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    nesting.Open();
                    break;
                case JsonTokenType.EndArray when nesting.Close():
                    nesting.Complete(count);
                    return Tensor.Create(values, shape);
                case JsonTokenType.EndArray:
                    break;
                case JsonTokenType.String:
                    nesting.Leaf();
                    ModelFit.Refuse(count == values.Length, field, $"has more values than the {values.Length} of shape {shape}");
                    values[count++] = reader.GetString()!;
                    break;
                default:
                    throw new InvalidRequestException(field, $"element {count} is no string, as BYTES takes in JSON");
            }
        }

        throw new InvalidRequestException(field, "ends in the middle; the body is truncated");
    }
}
