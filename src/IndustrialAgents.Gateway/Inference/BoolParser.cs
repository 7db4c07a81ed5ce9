namespace IndustrialAgents.Gateway.Inference;

/// <summary>Parses <c>true</c> and <c>false</c> as one byte, 1 or 0.</summary>
internal readonly struct BoolParser : IElementParser<byte>
{
    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> json, ref int position, out byte value)
    {
        var rest = json[Math.Min(position, json.Length)..];
        value = rest.StartsWith("true"u8) ? (byte)1 : (byte)0;
        if (value == 0 && !rest.StartsWith("false"u8))
        {
            return false;
        }

        position += value == 1 ? 4 : 5;
        return true;
    }
}
