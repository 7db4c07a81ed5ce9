using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>
/// A number of JSON (RFC 8259, section 6) as decimal digits: value = <see cref="Mantissa"/> · 10^<see cref="Exponent"/>.
/// </summary>
internal readonly ref struct JsonNumber
{
    private const int MaxDigits = 19;

    private static ReadOnlySpan<ulong> PowersOfTen => [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    private JsonNumber(ulong mantissa, int exponent, bool negative, bool exact, bool integer)
    {
        Mantissa = mantissa;
        Exponent = exponent;
        IsNegative = negative;
        IsExact = exact;
        IsInteger = integer;
    }

    /// <summary>The digits; meaningless unless <see cref="IsExact"/>.</summary>
    public ulong Mantissa { get; }

    /// <summary>The power of ten.</summary>
    public int Exponent { get; }

    /// <summary>Whether it has a minus sign.</summary>
    public bool IsNegative { get; }

    /// <summary>Whether mantissa and exponent hold the whole number: at most 19 digits that count and an exponent of at most 4.</summary>
    public bool IsExact { get; }

    /// <summary>Whether it is written without fraction and exponent.</summary>
    public bool IsInteger { get; }

    /// <summary>Reads the number at <paramref name="position"/> and moves behind it; false, without moving, where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> json, ref int position, out JsonNumber number)
    {
        number = default;
        var at = position;
        var negative = (uint)at < (uint)json.Length && json[at] == '-';
        if (negative)
        {
            at++;
        }

        ulong mantissa = 0;
        var start = at;
        ReadDigits(json, ref at, ref mantissa);
        var digits = at - start;
        if (digits == 0 || (digits > 1 && json[start] == '0'))
        {
            return false;
        }

        var exponent = 0;
        var integer = true;
        if ((uint)at < (uint)json.Length && json[at] == '.')
        {
            integer = false;
            var fraction = ++at;
            ReadDigits(json, ref at, ref mantissa);
            exponent = fraction - at;
            if (exponent == 0)
            {
                return false;
            }

            digits -= exponent;
        }

        // Leading zeros do not count: 0.000...1 is exact with many digits only if the mantissa did not wrap, which 19 digits cannot.
        var exact = digits <= MaxDigits;
        if ((uint)at < (uint)json.Length && (json[at] | 0x20) == 'e')
        {
            integer = false;
            if (!TryReadExponent(json, ref at, out var power))
            {
                return false;
            }

            exact &= Math.Abs(power) < 10_000;
            exponent += power;
        }

        number = new JsonNumber(mantissa, exponent, negative, exact, integer);
        position = at;
        return true;
    }

    /// <summary>Appends the digits at a position to a number; where eight bytes are left they are read together, whatever follows the digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReadDigits(ReadOnlySpan<byte> json, ref int at, ref ulong mantissa)
    {
        while (json.Length - at >= 8)
        {
            var bytes = BinaryPrimitives.ReadUInt64LittleEndian(json[at..]);

            // A digit is 0x30 to 0x39: its upper half is 3, and still is with 6 added. A carry only reaches bytes behind one that is no digit.
            var other = ((bytes & 0xf0f0f0f0f0f0f0f0) | (((bytes + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) >> 4)) ^ 0x3333333333333333;
            var count = other == 0 ? 8 : BitOperations.TrailingZeroCount(other) >> 3;
            if (count == 0)
            {
                return;
            }

            // Zeros in front make eight digits of them; pairs, then quadruples, then all are joined.
            var value = ((bytes & 0x0f0f0f0f0f0f0f0f) << ((8 - count) * 8)) * 2561 >> 8;
            value = (value & 0x00ff00ff00ff00ff) * 6553601 >> 16;
            value = (value & 0x0000ffff0000ffff) * 42949672960001 >> 32;
            mantissa = (mantissa * PowersOfTen[count]) + value;
            at += count;
            if (count < 8)
            {
                return;
            }
        }

        uint digit;
        while ((uint)at < (uint)json.Length && (digit = json[at] - (uint)'0') <= 9)
        {
            mantissa = (mantissa * 10) + digit;
            at++;
        }
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> json, ref int at, out int power)
    {
        power = 0;
        at++;
        var negative = false;
        if ((uint)at < (uint)json.Length && json[at] is (byte)'+' or (byte)'-')
        {
            negative = json[at] == '-';
            at++;
        }

        var start = at;
        uint digit;
        while ((uint)at < (uint)json.Length && (digit = json[at] - (uint)'0') <= 9)
        {
            // Beyond this the number is zero or infinite whatever follows.
            power = Math.Min((power * 10) + (int)digit, 100_000);
            at++;
        }

        power = negative ? -power : power;
        return at > start;
    }
}
