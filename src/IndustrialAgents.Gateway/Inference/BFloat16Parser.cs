namespace IndustrialAgents.Gateway.Inference;

/// <summary>Parses JSON numbers as the upper half of a binary32, rounded to nearest even; numbers that overflow do not fit.</summary>
internal readonly struct BFloat16Parser : IElementParser<ushort>
{
    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> json, ref int position, out ushort value)
    {
        var start = position;
        var parsed = Float32Parser.TryParse(json, ref position, out var wide);
        var bits = BitConverter.SingleToUInt32Bits(wide);
        value = (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
        if (!parsed || (value & 0x7f80) == 0x7f80)
        {
            position = start;
            return false;
        }

        return true;
    }
}
