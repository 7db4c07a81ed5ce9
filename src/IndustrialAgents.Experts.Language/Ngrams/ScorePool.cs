using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Probabilities softmax(Σ factor · scores + ln prior) of one or more heads: a log-linear pool around a prior, which is what a text of scores 0 gets. The factors, at
/// least 0, make held-out labels most likely. One head's factor is the inverse of its temperature (Guo, Pleiss, Sun, Weinberger 2017, arXiv:1706.04599); those of
/// several stack the heads (Wolpert 1992, doi:10.1016/S0893-6080(05)80023-1).
/// </summary>
internal static class ScorePool
{
    private const double Most = 1000;
    private const int MaxRounds = 8;

    // What little data leaves open stays near equal parts of 1.
    private const double Hold = 0.01;

    /// <summary>Fits the factors, one after the other until they stay: the loss is convex in each and in all.</summary>
    /// <param name="scores">Each head's scores <c>[row, class]</c> of rows that it was not fitted to.</param>
    /// <param name="rows">The rows to fit to.</param>
    /// <param name="classes">Class of each row there is.</param>
    /// <param name="logPrior">Logarithm of each class's prior.</param>
    public static double[] Fit(IReadOnlyList<float[]> scores, int[] rows, int[] classes, float[] logPrior)
    {
        var factors = new double[scores.Count];
        Array.Fill(factors, 1.0 / scores.Count);
        for (var round = 0; round < (scores.Count == 1 ? 1 : MaxRounds); round++)
        {
            var before = (double[])factors.Clone();
            for (var head = 0; head < factors.Length; head++)
            {
                FitOne(scores, rows, classes, logPrior, factors, head);
            }

            if (factors.Zip(before).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-3 * (1 + pair.Second)))
            {
                break;
            }
        }

        return factors;
    }

    /// <summary>Pools the heads' scores of a row, the prior's logarithm added.</summary>
    public static void Add(IReadOnlyList<float[]> scores, int row, double[] factors, ReadOnlySpan<float> logPrior, Span<float> pooled)
    {
        logPrior.CopyTo(pooled);
        for (var head = 0; head < factors.Length; head++)
        {
            TensorPrimitives.MultiplyAdd(scores[head].AsSpan(row * pooled.Length, pooled.Length), (float)factors[head], pooled, pooled);
        }
    }

    private static void FitOne(IReadOnlyList<float[]> scores, int[] rows, int[] classes, float[] logPrior, double[] factors, int head)
    {
        // The slope grows with the factor, so it has one zero: halve the interval, in the square root as most factors are small.
        var (low, high) = (0.0, Math.Sqrt(Most));
        for (var step = 0; step < 24; step++)
        {
            var middle = (low + high) / 2;
            factors[head] = middle * middle;
            (low, high) = Slope(scores, rows, classes, logPrior, factors, head) > 0 ? (low, middle) : (middle, high);
        }

        factors[head] = low * low;
    }

    private static double Slope(IReadOnlyList<float[]> scores, int[] rows, int[] classes, float[] logPrior, double[] factors, int head)
    {
        var probabilities = new float[logPrior.Length];
        var slope = Hold * (factors[head] - (1.0 / factors.Length));
        foreach (var row in rows)
        {
            Add(scores, row, factors, logPrior, probabilities);
            TensorPrimitives.Subtract(probabilities, TensorPrimitives.Max<float>(probabilities), probabilities);
            TensorPrimitives.SoftMax(probabilities, probabilities);
            var own = scores[head].AsSpan(row * logPrior.Length, logPrior.Length);
            slope += TensorPrimitives.Dot<float>(own, probabilities) - own[classes[row]];
        }

        return slope;
    }
}
