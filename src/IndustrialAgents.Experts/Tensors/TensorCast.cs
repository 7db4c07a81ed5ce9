using System.Numerics;

namespace IndustrialAgents.Experts;

/// <summary>Converts tensors of numbers from one element type to another. Thread-safe.</summary>
public static class TensorCast
{
    /// <summary>Converts every element.</summary>
    /// <param name="tensor">The tensor; returned as it is where it has the type already.</param>
    /// <param name="to">The type wanted.</param>
    /// <param name="round">Whether a floating-point target may round; otherwise every element must be kept exactly.</param>
    /// <returns>The converted tensor, or null and the first element that <paramref name="to"/> cannot hold; element -1 where the types do not convert at all.</returns>
    public static (Tensor? Tensor, long FirstLost) Convert(Tensor tensor, ElementType to, bool round = false)
    {
        if (tensor.ElementType == to)
        {
            return (tensor, -1);
        }

        return tensor.ElementType switch
        {
            ElementType.Float16 => From<Half>(tensor, to, round),
            ElementType.Float32 => From<float>(tensor, to, round),
            ElementType.Float64 => From<double>(tensor, to, round),
            ElementType.UInt8 => From<byte>(tensor, to, round),
            ElementType.Int8 => From<sbyte>(tensor, to, round),
            ElementType.UInt16 => From<ushort>(tensor, to, round),
            ElementType.Int16 => From<short>(tensor, to, round),
            ElementType.UInt32 => From<uint>(tensor, to, round),
            ElementType.Int32 => From<int>(tensor, to, round),
            ElementType.UInt64 => From<ulong>(tensor, to, round),
            ElementType.Int64 => From<long>(tensor, to, round),
            _ => (null, -1),
        };
    }

    /// <summary>All elements as doubles, in row-major order; 64-bit integers beyond 2^53 are rounded.</summary>
    /// <exception cref="NotSupportedException">The elements are not numbers.</exception>
    public static double[] ToDoubles(Tensor tensor) => tensor.ElementType switch
    {
        ElementType.Float16 => Widen<Half>(tensor),
        ElementType.Float32 => Widen<float>(tensor),
        ElementType.Float64 => tensor.AsSpan<double>().ToArray(),
        ElementType.UInt8 => Widen<byte>(tensor),
        ElementType.Int8 => Widen<sbyte>(tensor),
        ElementType.UInt16 => Widen<ushort>(tensor),
        ElementType.Int16 => Widen<short>(tensor),
        ElementType.UInt32 => Widen<uint>(tensor),
        ElementType.Int32 => Widen<int>(tensor),
        ElementType.UInt64 => Widen<ulong>(tensor),
        ElementType.Int64 => Widen<long>(tensor),
        _ => throw new NotSupportedException($"elements of {tensor.ElementType} are not numbers"),
    };

    private static (Tensor?, long) From<TFrom>(Tensor tensor, ElementType to, bool round)
        where TFrom : unmanaged, INumber<TFrom> => to switch
        {
            ElementType.Float16 => Elements<TFrom, Half>(tensor, round),
            ElementType.Float32 => Elements<TFrom, float>(tensor, round),
            ElementType.Float64 => Elements<TFrom, double>(tensor, round),
            ElementType.UInt8 => Elements<TFrom, byte>(tensor, false),
            ElementType.Int8 => Elements<TFrom, sbyte>(tensor, false),
            ElementType.UInt16 => Elements<TFrom, ushort>(tensor, false),
            ElementType.Int16 => Elements<TFrom, short>(tensor, false),
            ElementType.UInt32 => Elements<TFrom, uint>(tensor, false),
            ElementType.Int32 => Elements<TFrom, int>(tensor, false),
            ElementType.UInt64 => Elements<TFrom, ulong>(tensor, false),
            ElementType.Int64 => Elements<TFrom, long>(tensor, false),
            _ => (null, -1),
        };

    private static (Tensor?, long) Elements<TFrom, TTo>(Tensor tensor, bool round)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        var source = tensor.AsSpan<TFrom>();
        var target = new TTo[source.Length];
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = TTo.CreateSaturating(source[i]);
            if (!(round ? TTo.IsFinite(target[i]) || !TFrom.IsFinite(source[i]) : IsSame(source[i], target[i])))
            {
                return (null, i);
            }
        }

        return (Tensor.Create<TTo>(target, tensor.Shape), -1);
    }

    // Compared in a type that holds both: a saturating round trip alone would call long.MaxValue and 2^63 the same.
    private static bool IsSame<TFrom, TTo>(TFrom from, TTo to)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        if (!TFrom.IsFinite(from))
        {
            return TFrom.IsNaN(from) ? TTo.IsNaN(to) : TTo.IsInfinity(to);
        }

        if (!TTo.IsFinite(to))
        {
            return false;
        }

        // Beyond Int128 there are only floating-point values, and a double holds all of those that tensors have.
        return TFrom.IsInteger(from) && double.Abs(double.CreateSaturating(from)) < 1e38
            ? TTo.IsInteger(to) && Int128.CreateSaturating(from) == Int128.CreateSaturating(to)
            : double.CreateSaturating(from) == double.CreateSaturating(to);
    }

    private static double[] Widen<T>(Tensor tensor)
        where T : unmanaged, INumber<T>
    {
        var source = tensor.AsSpan<T>();
        var target = new double[source.Length];
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = double.CreateSaturating(source[i]);
        }

        return target;
    }
}
