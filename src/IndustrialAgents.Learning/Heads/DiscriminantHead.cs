using MathNet.Numerics.LinearAlgebra.Double;

namespace IndustrialAgents.Learning;

/// <summary>
/// Makes a linear discriminant of a ridge head of classes: the likeliest class where all have the covariance within classes, S, shrunk as the ridge
/// shrinks, and each its own mean (penalised discriminant analysis; Hastie, Buja, Tibshirani 1995, doi:10.1214/aos/1176324456). A class between
/// others is not masked by them, as it is in a regression on indicators. By Woodbury's identity (S + λI)⁻¹ times the classes' means needs the ridge
/// solution and a matrix of classes by classes alone. Thread-safe.
/// </summary>
public static class DiscriminantHead
{
    /// <summary>The head whose scores are logarithms of the classes' likelihoods times their shares, but for a term that all share.</summary>
    /// <param name="ridge">The ridge head of the same statistics, with intercept.</param>
    /// <param name="statistics">Rows whose targets are 1 for their class and 0 for others; every class has rows.</param>
    /// <exception cref="InvalidStatisticsException">The shapes differ, or a class has no rows.</exception>
    public static RidgeHead From(RidgeHead ridge, RidgeStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(ridge);
        ArgumentNullException.ThrowIfNull(statistics);
        var (d, k, n) = (statistics.Features, statistics.Targets, (double)statistics.Count);
        if (ridge.Features != d || ridge.Targets != k || statistics.TargetSums.ToArray().Any(rows => rows < 0.5))
        {
            throw new InvalidStatisticsException(
                $"a discriminant of {ridge.Features} features and {ridge.Targets} classes needs rows of each, not {statistics.Count} rows of {d} features and classes of {string.Join(", ", statistics.TargetSums.ToArray())}");
        }

        // Means of the classes, from the mean of all.
        var (means, weights) = (new double[d * k], ridge.Weights.ToArray());
        for (var i = 0; i < d; i++)
        {
            for (var c = 0; c < k; c++)
            {
                means[(i * k) + c] = (statistics.Cross[(i * k) + c] / statistics.TargetSums[c]) - (statistics.FeatureSums[i] / n);
            }
        }

        var between = DenseMatrix.CreateIdentity(k);
        for (var a = 0; a < k; a++)
        {
            for (var b = 0; b < k; b++)
            {
                between[a, b] -= statistics.TargetSums[a] / statistics.TargetSums[b] * Product(means, a, weights, b);
            }
        }

        var turn = between.Inverse();
        var turned = new double[d * k];
        for (var i = 0; i < d; i++)
        {
            for (var c = 0; c < k; c++)
            {
                for (var a = 0; a < k; a++)
                {
                    turned[(i * k) + c] += n * weights[(i * k) + a] / statistics.TargetSums[a] * turn[a, c];
                }
            }
        }

        var intercept = new double[k];
        for (var c = 0; c < k; c++)
        {
            intercept[c] = Math.Log(statistics.TargetSums[c] / n) - (0.5 * Product(means, c, turned, c));
            for (var i = 0; i < d; i++)
            {
                intercept[c] -= statistics.FeatureSums[i] / n * turned[(i * k) + c];
            }
        }

        return new RidgeHead(d, k, turned, intercept, ridge.Strength);

        double Product(double[] left, int a, double[] right, int b)
        {
            var sum = 0.0;
            for (var i = 0; i < d; i++)
            {
                sum += left[(i * k) + a] * right[(i * k) + b];
            }

            return sum;
        }
    }
}
