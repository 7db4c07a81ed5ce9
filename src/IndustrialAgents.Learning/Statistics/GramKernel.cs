using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IndustrialAgents.Learning;

/// <summary>Adds AᵀB to a matrix, the one cubic cost of collecting statistics.</summary>
internal static class GramKernel
{
    // A tile of 4 rows by 2 vectors keeps its 8 sums in registers while it walks over the rows of A and B.
    private const int TileRows = 4;
    private static readonly int Lanes = Vector<double>.Count;

    /// <summary>
    /// <paramref name="sum"/> <c>[a, b]</c> += <paramref name="sign"/> · Aᵀ B for <paramref name="left"/> <c>[rows, a]</c> and <paramref name="right"/> <c>[rows, b]</c>, all by rows.
    /// </summary>
    /// <param name="upper">Only elements on and right of the diagonal are wanted (A is B); those left of it are undefined afterwards.</param>
    public static void AddTransposedProduct(
        ReadOnlyMemory<double> left, int leftWidth, ReadOnlyMemory<double> right, int rightWidth, int rows, Memory<double> sum, double sign, bool upper)
    {
        var tiles = (leftWidth + TileRows - 1) / TileRows;
        if ((long)rows * leftWidth * rightWidth < 1 << 20)
        {
            for (var tile = 0; tile < tiles; tile++)
            {
                AddTile(left.Span, leftWidth, right.Span, rightWidth, rows, sum.Span, sign, upper, tile * TileRows);
            }

            return;
        }

        // Every element belongs to one tile, so the sums do not depend on how many threads there are.
        Parallel.For(0, tiles, tile => AddTile(left.Span, leftWidth, right.Span, rightWidth, rows, sum.Span, sign, upper, tile * TileRows));
    }

    private static void AddTile(
        ReadOnlySpan<double> left, int leftWidth, ReadOnlySpan<double> right, int rightWidth, int rows, Span<double> sum, double sign, bool upper, int first)
    {
        var column = upper ? first : 0;
        if (first + TileRows <= leftWidth)
        {
            for (; column + (2 * Lanes) <= rightWidth; column += 2 * Lanes)
            {
                AddBlock(left, leftWidth, right, rightWidth, rows, sum, sign, first, column);
            }
        }

        for (var i = first; i < Math.Min(first + TileRows, leftWidth); i++)
        {
            for (var j = column; j < rightWidth; j++)
            {
                var total = 0.0;
                for (int r = 0, a = i, b = j; r < rows; r++, a += leftWidth, b += rightWidth)
                {
                    total = Math.FusedMultiplyAdd(left[a], right[b], total);
                }

                sum[(i * rightWidth) + j] += sign * total;
            }
        }
    }

    // References instead of indexed spans: bounds checks in the inner loop would cost about half of the speed.
    private static void AddBlock(
        ReadOnlySpan<double> left, int leftWidth, ReadOnlySpan<double> right, int rightWidth, int rows, Span<double> sum, double sign, int i, int j)
    {
        Vector<double> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        ref var a = ref Unsafe.Add(ref MemoryMarshal.GetReference(left), i);
        ref var b = ref Unsafe.Add(ref MemoryMarshal.GetReference(right), j);
        for (var r = 0; r < rows; r++)
        {
            var b0 = Vector.LoadUnsafe(ref b);
            var b1 = Vector.LoadUnsafe(ref b, (nuint)Lanes);
            var a0 = new Vector<double>(a);
            var a1 = new Vector<double>(Unsafe.Add(ref a, 1));
            var a2 = new Vector<double>(Unsafe.Add(ref a, 2));
            var a3 = new Vector<double>(Unsafe.Add(ref a, 3));
            s00 = Vector.FusedMultiplyAdd(a0, b0, s00);
            s01 = Vector.FusedMultiplyAdd(a0, b1, s01);
            s10 = Vector.FusedMultiplyAdd(a1, b0, s10);
            s11 = Vector.FusedMultiplyAdd(a1, b1, s11);
            s20 = Vector.FusedMultiplyAdd(a2, b0, s20);
            s21 = Vector.FusedMultiplyAdd(a2, b1, s21);
            s30 = Vector.FusedMultiplyAdd(a3, b0, s30);
            s31 = Vector.FusedMultiplyAdd(a3, b1, s31);
            a = ref Unsafe.Add(ref a, leftWidth);
            b = ref Unsafe.Add(ref b, rightWidth);
        }

        Store(sum[((i * rightWidth) + j)..], s00, s01, sign);
        Store(sum[(((i + 1) * rightWidth) + j)..], s10, s11, sign);
        Store(sum[(((i + 2) * rightWidth) + j)..], s20, s21, sign);
        Store(sum[(((i + 3) * rightWidth) + j)..], s30, s31, sign);
    }

    private static void Store(Span<double> at, Vector<double> low, Vector<double> high, double sign)
    {
        ((new Vector<double>(at)) + (low * sign)).CopyTo(at);
        ((new Vector<double>(at[Lanes..])) + (high * sign)).CopyTo(at[Lanes..]);
    }
}
