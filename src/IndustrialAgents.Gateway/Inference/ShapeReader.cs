using System.Text.Json;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Reads the shape of a tensor.</summary>
internal static class ShapeReader
{
    /// <summary>Reads the array that must follow.</summary>
    /// <exception cref="InvalidRequestException">It is no array of lengths, or their product is too large.</exception>
    public static TensorShape Read(ref JsonCursor json, int input)
    {
        Span<long> dimensions = stackalloc long[TensorNesting.MaxRank];
        var rank = 0;
        json.Read();
        if (json.Reader.TokenType != JsonTokenType.StartArray)
        {
            throw Invalid(input, "must be an array of lengths");
        }

        while (json.ReadElement())
        {
            if (rank == dimensions.Length)
            {
                throw Invalid(input, $"has more than {TensorNesting.MaxRank} dimensions");
            }

            if (json.Reader.TokenType != JsonTokenType.Number || !json.Reader.TryGetInt64(out var length) || length < 0)
            {
                throw Invalid(input, $"dimension {rank} must be an integer from 0 to {long.MaxValue}");
            }

            dimensions[rank++] = length;
        }

        try
        {
            return new TensorShape(dimensions[..rank]);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Invalid(input, $"the product of [{string.Join(", ", dimensions[..rank].ToArray())}] is too large");
        }
    }

    private static InvalidRequestException Invalid(int input, string message) => new($"inputs[{input}].shape", message);
}
