using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra.Double;

namespace IndustrialAgents.Learning;

/// <summary>
/// A linear last layer, scores = Wᵀφ + b, that minimises Σ‖y - Wᵀφ - b‖² + λ‖W‖² (Hoerl, Kennard 1970,
/// doi:10.1080/00401706.1970.10488634); b is not penalised. Immutable and thread-safe.
/// </summary>
public sealed class RidgeHead
{
    private readonly double[] _weights;
    private readonly double[] _intercept;

    /// <summary>A head of given weights.</summary>
    /// <param name="features">Number of features.</param>
    /// <param name="targets">Number of targets.</param>
    /// <param name="weights">W <c>[feature, target]</c> by rows; not copied.</param>
    /// <param name="intercept">b, one a target; not copied.</param>
    /// <param name="strength">The strength λ that they were fitted with.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public RidgeHead(int features, int targets, double[] weights, double[] intercept, double strength)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(intercept);
        if (weights.LongLength != (long)features * targets || intercept.Length != targets)
        {
            throw new ArgumentException($"{weights.Length} weights and {intercept.Length} intercepts; {features} features and {targets} targets take {(long)features * targets} and {targets}");
        }

        Features = features;
        Targets = targets;
        Strength = strength;
        (_weights, _intercept) = (weights, intercept);
    }

    /// <summary>Number of features.</summary>
    public int Features { get; }

    /// <summary>Number of targets.</summary>
    public int Targets { get; }

    /// <summary>The strength λ it was fitted with, on the scale of G.</summary>
    public double Strength { get; }

    /// <summary>W <c>[feature, target]</c> by rows.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>b, one a target; zeros where it was fitted without.</summary>
    public ReadOnlySpan<double> Intercept => _intercept;

    /// <summary>Solves for a given strength, by Cholesky's decomposition of G + λI.</summary>
    /// <param name="statistics">What was collected.</param>
    /// <param name="strength">λ, positive, on the scale of G: a sum over rows, not a mean.</param>
    /// <param name="intercept">Whether there is a b.</param>
    /// <exception cref="InvalidStatisticsException">There are no rows, or G + λI is not positive definite: the strength is too small.</exception>
    public static RidgeHead Solve(RidgeStatistics statistics, double strength, bool intercept = true)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        RidgeSearch.RequireStrength(strength);
        var system = new CenteredSystem(statistics, intercept);
        var (d, k) = (statistics.Features, statistics.Targets);
        for (var i = 0; i < d; i++)
        {
            system.Gram[(i * d) + i] += strength;
        }

        var right = new double[(long)d * k];
        for (var i = 0; i < d; i++)
        {
            for (var t = 0; t < k; t++)
            {
                right[(t * d) + i] = system.Cross[(i * k) + t];
            }
        }

        try
        {
            // MathNet stores by columns: G is symmetric, C is turned around above.
            var solution = new DenseMatrix(d, d, system.Gram).Cholesky().Solve(new DenseMatrix(d, k, right));
            return system.Head(solution.ToRowMajorArray(), strength);
        }
        catch (ArgumentException e)
        {
            throw new InvalidStatisticsException($"strength {strength} is too small for features that depend on each other; give a larger one", e);
        }
    }

    /// <summary>Scores of one row.</summary>
    /// <param name="features">φ, one value a feature.</param>
    /// <param name="scores">Receives one value a target.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Predict(ReadOnlySpan<double> features, Span<double> scores)
    {
        RequireLengths(features.Length, scores.Length);
        _intercept.CopyTo(scores);
        for (var i = 0; i < features.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(_weights.AsSpan(i * Targets, Targets), features[i], scores, scores);
        }
    }

    /// <inheritdoc cref="Predict(ReadOnlySpan{double}, Span{double})"/>
    public void Predict(ReadOnlySpan<float> features, Span<double> scores)
    {
        RequireLengths(features.Length, scores.Length);
        _intercept.CopyTo(scores);
        for (var i = 0; i < features.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(_weights.AsSpan(i * Targets, Targets), features[i], scores, scores);
        }
    }

    /// <summary>Mean squared error over rows and targets of any data, from its statistics alone.</summary>
    /// <exception cref="InvalidStatisticsException">The statistics have another shape or no rows.</exception>
    public double Loss(RidgeStatistics statistics) => TensorPrimitives.Sum<double>(Losses(statistics)) / Targets;

    /// <summary>Mean squared error over rows, one a target, of any data, from its statistics alone.</summary>
    /// <exception cref="InvalidStatisticsException">The statistics have another shape or no rows.</exception>
    public double[] Losses(RidgeStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        if (statistics.Features != Features || statistics.Targets != Targets || statistics.Count == 0)
        {
            throw new InvalidStatisticsException(
                $"a loss needs rows of {Features} features and {Targets} targets, not {statistics.Count} of {statistics.Features} and {statistics.Targets}");
        }

        // Σ(y - Wᵀφ - b)² multiplied out; Gφ is needed from the right half of G only, as wᵀGw = 2 Σ(right half) - Σ(diagonal).
        var (n, totals, row) = ((double)statistics.Count, statistics.TargetSquares.ToArray(), new double[Targets]);
        for (var t = 0; t < Targets; t++)
        {
            totals[t] += _intercept[t] * ((n * _intercept[t]) - (2 * statistics.TargetSums[t]));
        }

        for (var i = 0; i < Features; i++)
        {
            var own = _weights.AsSpan(i * Targets, Targets);
            TensorPrimitives.Multiply(own, -0.5 * statistics.Gram[(i * Features) + i], row);
            for (var j = i; j < Features; j++)
            {
                TensorPrimitives.MultiplyAdd(_weights.AsSpan(j * Targets, Targets), statistics.Gram[(i * Features) + j], row, row);
            }

            TensorPrimitives.Subtract(row, statistics.Cross.Slice(i * Targets, Targets), row);
            TensorPrimitives.MultiplyAdd(_intercept, statistics.FeatureSums[i], row, row);
            for (var t = 0; t < Targets; t++)
            {
                totals[t] += 2 * own[t] * row[t];
            }
        }

        return Array.ConvertAll(totals, total => Math.Max(0, total) / n);
    }

    private void RequireLengths(int features, int scores)
    {
        if (features != Features || scores != Targets)
        {
            throw new ArgumentException($"{features} features and {scores} scores; this head has {Features} and {Targets}");
        }
    }
}
