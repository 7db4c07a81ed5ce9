using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace IndustrialAgents.Learning;

/// <summary>Numbers as little-endian float64, whatever the machine's own order.</summary>
internal static class LittleEndian
{
    /// <summary>Writes numbers and moves behind them.</summary>
    public static void Write(ReadOnlySpan<double> values, ref Span<byte> at)
    {
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(at);
        }
        else
        {
            for (var i = 0; i < values.Length; i++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(at[(i * sizeof(double))..], values[i]);
            }
        }

        at = at[(values.Length * sizeof(double))..];
    }

    /// <summary>Reads numbers and moves behind them.</summary>
    public static void Read(Span<double> values, ref ReadOnlySpan<byte> at)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(at[(i * sizeof(double))..]);
        }

        at = at[(values.Length * sizeof(double))..];
    }
}
