using System.Numerics;
using System.Runtime.InteropServices;

namespace IndustrialAgents;

/// <summary>Finds elements that are not finite numbers, which neither requests nor answers may hold.</summary>
public static class Finiteness
{
    /// <summary>Index of the first element that is NaN or infinite; -1 where all are finite, as all are of types that are no floating-point type.</summary>
    /// <param name="type">Type of the elements.</param>
    /// <param name="bytes">The elements as in <see cref="Tensor.Bytes"/>; they need not be aligned.</param>
    public static int FirstNotFinite(ElementType type, ReadOnlySpan<byte> bytes) => type switch
    {
        ElementType.Float32 => First(MemoryMarshal.Cast<byte, float>(bytes)),
        ElementType.Float64 => First(MemoryMarshal.Cast<byte, double>(bytes)),
        ElementType.Float16 => First(MemoryMarshal.Cast<byte, Half>(bytes)),
        ElementType.BFloat16 => FirstBrain(MemoryMarshal.Cast<byte, ushort>(bytes)),
        _ => -1,
    };

    private static int First<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    // Sign, eight bits of exponent, seven of mantissa: all exponent bits set means infinite or NaN.
    private static int FirstBrain(ReadOnlySpan<ushort> values)
    {
        const int Exponent = 0x7F80;
        for (var i = 0; i < values.Length; i++)
        {
            if ((values[i] & Exponent) == Exponent)
            {
                return i;
            }
        }

        return -1;
    }
}
