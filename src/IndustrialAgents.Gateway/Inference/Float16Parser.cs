namespace IndustrialAgents.Gateway.Inference;

/// <summary>Parses JSON numbers as binary16; numbers that overflow do not fit.</summary>
internal readonly struct Float16Parser : IElementParser<Half>
{
    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> json, ref int position, out Half value)
    {
        var start = position;
        var parsed = Float64Parser.TryParse(json, ref position, out var wide);
        value = (Half)wide;
        if (!parsed || !Half.IsFinite(value))
        {
            position = start;
            return false;
        }

        return true;
    }
}
