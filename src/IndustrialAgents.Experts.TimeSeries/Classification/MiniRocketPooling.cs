using System.Numerics;
using System.Runtime.InteropServices;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Shares of a sum of two rows that exceed each of several biases.</summary>
internal static class MiniRocketPooling
{
    /// <summary>Sets <paramref name="shares"/> [i] to the share of <c>left + right</c> above <c>biases[i]</c>.</summary>
    public static void Shares(ReadOnlySpan<float> left, ReadOnlySpan<float> right, ReadOnlySpan<float> biases, Span<float> shares)
    {
        var i = 0;

        // Four biases at a time: each sum is computed once for them, and their counts stay in registers.
        for (; i + 4 <= biases.Length; i += 4)
        {
            CountFour(left, right, biases.Slice(i, 4), shares.Slice(i, 4));
        }

        for (; i < biases.Length; i++)
        {
            CountOne(left, right, biases[i], ref shares[i]);
        }

        for (i = 0; i < biases.Length; i++)
        {
            shares[i] /= left.Length;
        }
    }

    private static void CountFour(ReadOnlySpan<float> left, ReadOnlySpan<float> right, ReadOnlySpan<float> biases, Span<float> counts)
    {
        var (lanes, t) = (Vector<float>.Count, 0);
        ref var l = ref MemoryMarshal.GetReference(left);
        ref var r = ref MemoryMarshal.GetReference(right);
        var (b0, b1, b2, b3) = (new Vector<float>(biases[0]), new Vector<float>(biases[1]), new Vector<float>(biases[2]), new Vector<float>(biases[3]));
        Vector<int> n0 = default, n1 = default, n2 = default, n3 = default;
        for (; t + lanes <= left.Length; t += lanes)
        {
            // A lane that exceeds is -1.
            var value = Vector.LoadUnsafe(ref l, (nuint)t) + Vector.LoadUnsafe(ref r, (nuint)t);
            n0 -= Vector.GreaterThan(value, b0);
            n1 -= Vector.GreaterThan(value, b1);
            n2 -= Vector.GreaterThan(value, b2);
            n3 -= Vector.GreaterThan(value, b3);
        }

        (counts[0], counts[1], counts[2], counts[3]) = (Vector.Sum(n0), Vector.Sum(n1), Vector.Sum(n2), Vector.Sum(n3));
        for (; t < left.Length; t++)
        {
            var value = left[t] + right[t];
            for (var i = 0; i < 4; i++)
            {
                counts[i] += value > biases[i] ? 1 : 0;
            }
        }
    }

    private static void CountOne(ReadOnlySpan<float> left, ReadOnlySpan<float> right, float bias, ref float count)
    {
        var (lanes, t, total, n, b) = (Vector<float>.Count, 0, 0, default(Vector<int>), new Vector<float>(bias));
        for (; t + lanes <= left.Length; t += lanes)
        {
            n -= Vector.GreaterThan(new Vector<float>(left[t..]) + new Vector<float>(right[t..]), b);
        }

        for (total = Vector.Sum(n); t < left.Length; t++)
        {
            total += left[t] + right[t] > bias ? 1 : 0;
        }

        count = total;
    }
}
