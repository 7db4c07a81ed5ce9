using System.Numerics;

namespace IndustrialAgents.Gateway.Inference;

/// <summary>Finds values that are not finite numbers.</summary>
internal static class Finiteness
{
    /// <summary>Index of the first value that is NaN or infinite; -1 where all are finite.</summary>
    public static int FirstNotFinite<T>(ReadOnlySpan<T> values)
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

    /// <summary>The same for upper halves of binary32.</summary>
    public static int FirstNotFiniteBFloat16(ReadOnlySpan<ushort> values)
    {
        const int Exponent = 0x7f80;
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
