using System.Buffers.Text;
using System.Numerics;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Parses JSON numbers without fraction and exponent as integers; numbers out of range do not fit.</summary>
internal readonly struct IntegerParser<T> : IElementParser<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    private static readonly ulong MaxMagnitude = ulong.CreateChecked(T.MaxValue);

    private static readonly ulong MinMagnitude = T.MinValue == T.Zero ? 0 : MaxMagnitude + 1;

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> json, ref int position, out T value)
    {
        var start = position;
        value = default;
        if (!JsonNumber.TryRead(json, ref position, out var number) || !number.IsInteger)
        {
            position = start;
            return false;
        }

        var magnitude = number.Mantissa;
        if (!number.IsExact
            && (!Utf8Parser.TryParse(json[(number.IsNegative ? start + 1 : start)..position], out magnitude, out var consumed)
                || consumed != position - start - (number.IsNegative ? 1 : 0)))
        {
            position = start;
            return false;
        }

        if (magnitude > (number.IsNegative ? MinMagnitude : MaxMagnitude))
        {
            position = start;
            return false;
        }

        value = number.IsNegative ? T.CreateTruncating(0 - magnitude) : T.CreateTruncating(magnitude);
        return true;
    }
}
