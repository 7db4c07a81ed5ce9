using System.Globalization;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Parses JSON numbers as binary64, correctly rounded; numbers that overflow do not fit.</summary>
internal readonly struct Float64Parser : IElementParser<double>
{
    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> json, ref int position, out double value)
    {
        var start = position;
        if (JsonNumber.TryRead(json, ref position, out _)
            && double.TryParse(json[start..position], NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value))
        {
            return true;
        }

        position = start;
        value = 0;
        return false;
    }
}
