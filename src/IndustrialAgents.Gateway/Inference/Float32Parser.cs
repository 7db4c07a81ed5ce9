using System.Globalization;
using System.Runtime.CompilerServices;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Parses JSON numbers as binary32, correctly rounded; numbers that overflow do not fit.</summary>
internal readonly struct Float32Parser : IElementParser<float>
{
    // Powers of ten that binary64 holds exactly.
    private static ReadOnlySpan<double> PowersOfTen =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> json, ref int position, out float value)
    {
        var start = position;
        if (!JsonNumber.TryRead(json, ref position, out var number))
        {
            value = 0;
            return false;
        }

        if (number.IsExact && TryRound(number, out value))
        {
            return true;
        }

        // Not Utf8Parser, which rounds some midpoints with many trailing zeros the wrong way.
        if (float.TryParse(json[start..position], NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value))
        {
            return true;
        }

        position = start;
        return false;
    }

    /// <summary>
    /// Rounds by way of binary64, whose error after one conversion and one multiplication or division by an exact power of ten is below 4 units
    /// in the last place; only values that close to a midpoint between two binary32 numbers, or outside the normal range, need the slow way.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryRound(JsonNumber number, out float value)
    {
        var exponent = number.Exponent;
        if (number.Mantissa == 0)
        {
            value = number.IsNegative ? -0f : 0f;
            return true;
        }

        if (exponent is < -22 or > 22)
        {
            value = 0;
            return false;
        }

        // The signed conversion is one instruction, the unsigned one is not.
        var mantissa = number.Mantissa <= long.MaxValue ? (double)(long)number.Mantissa : number.Mantissa;
        var wide = exponent < 0 ? mantissa / PowersOfTen[-exponent] : mantissa * PowersOfTen[exponent];
        const long Below = (1L << 29) - 1;
        const long Midpoint = 1L << 28;
        var distance = (BitConverter.DoubleToInt64Bits(wide) & Below) - Midpoint;
        value = (float)(number.IsNegative ? -wide : wide);
        return (ulong)(distance + 4) > 8 && wide is >= 1.2e-38 and <= 3.4e38;
    }
}
