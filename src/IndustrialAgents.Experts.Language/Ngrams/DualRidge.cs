using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Weighted ridge regression in its dual form, α = (K + λW⁻¹)⁻¹Y (Saunders, Gammerman, Vovk 1998): the same solution as with the features
/// themselves, at a cost that grows with the rows and not with the features. What a row would have scored had it been left out follows in
/// closed form, y - α / diag((K + λW⁻¹)⁻¹) (Allen's PRESS, 1974, doi:10.1080/00401706.1974.10489157).
/// </summary>
/// <param name="Coefficients">α <c>[row, class]</c>.</param>
/// <param name="LeftOut">Scores of each row by the solution without it <c>[row, class]</c>.</param>
internal sealed record DualRidge(double[] Coefficients, double[] LeftOut)
{
    /// <summary>Solves.</summary>
    /// <param name="kernel">Lower half of K <c>[row, row]</c>; overwritten.</param>
    /// <param name="classes">Class of each row: its score should be 1 less its share, that of the others 0 less theirs.</param>
    /// <param name="shares">Share of each class, which takes the place of an intercept.</param>
    /// <param name="strength">λ, positive.</param>
    /// <param name="weights">How much each row counts, positive: λ / weight stands on the diagonal.</param>
    public static DualRidge Solve(double[] kernel, ReadOnlySpan<int> classes, ReadOnlySpan<double> shares, double strength, ReadOnlySpan<double> weights)
    {
        var (n, classCount) = (classes.Length, shares.Length);
        for (var i = 0; i < n; i++)
        {
            kernel[((long)i * n) + i] += strength / weights[i];
        }

        Factor(kernel, n);
        Invert(kernel, n);
        var diagonal = new double[n];
        var half = new double[n * classCount];
        for (var i = 0; i < n; i++)
        {
            var row = Row(kernel, n, i);
            var target = half.AsSpan(i * classCount, classCount);
            var rowSum = 0.0;
            for (var j = 0; j <= i; j++)
            {
                diagonal[j] += row[j] * row[j];
                target[classes[j]] += row[j];
                rowSum += row[j];
            }

            TensorPrimitives.MultiplyAdd(shares, -rowSum, target, target);
        }

        var coefficients = new double[n * classCount];
        for (var i = 0; i < n; i++)
        {
            var row = Row(kernel, n, i);
            var source = half.AsSpan(i * classCount, classCount);
            for (var j = 0; j <= i; j++)
            {
                var target = coefficients.AsSpan(j * classCount, classCount);
                TensorPrimitives.MultiplyAdd(source, row[j], target, target);
            }
        }

        var leftOut = new double[n * classCount];
        for (var i = 0; i < n; i++)
        {
            for (var c = 0; c < classCount; c++)
            {
                var truth = (classes[i] == c ? 1.0 : 0.0) - shares[c];
                leftOut[(i * classCount) + c] = truth - (coefficients[(i * classCount) + c] / diagonal[i]);
            }
        }

        return new DualRidge(coefficients, leftOut);
    }

    // Cholesky's decomposition by rows: every inner product runs over memory in order.
    private static void Factor(double[] a, int n)
    {
        for (var i = 0; i < n; i++)
        {
            var row = Row(a, n, i);
            for (var j = 0; j < i; j++)
            {
                var other = Row(a, n, j);
                row[j] = (row[j] - TensorPrimitives.Dot<double>(row[..j], other[..j])) / other[j];
            }

            // λ is far above rounding for rows of unit length, so the root exists.
            row[i] = Math.Sqrt(row[i] - TensorPrimitives.SumOfSquares<double>(row[..i]));
        }
    }

    // The inverse of the lower triangle, in place: row i needs only itself and the inverted rows above it.
    private static void Invert(double[] a, int n)
    {
        var factor = new double[n];
        for (var i = 0; i < n; i++)
        {
            var row = Row(a, n, i);
            row.CopyTo(factor);
            row[..i].Clear();
            for (var j = 0; j < i; j++)
            {
                TensorPrimitives.MultiplyAdd(Row(a, n, j), factor[j], row[..(j + 1)], row[..(j + 1)]);
            }

            TensorPrimitives.Multiply(row[..i], -1 / factor[i], row[..i]);
            row[i] = 1 / factor[i];
        }
    }

    private static Span<double> Row(double[] a, int n, int i) => a.AsSpan(checked(i * n), i + 1);
}
