using System.Numerics.Tensors;

namespace IndustrialAgents.Learning;

/// <summary>
/// The normal equations of statistics, with the means taken out where an intercept is wanted: then the intercept is not penalised and
/// follows from the means.
/// </summary>
internal sealed class CenteredSystem
{
    private readonly RidgeStatistics _statistics;
    private readonly bool _intercept;

    public CenteredSystem(RidgeStatistics statistics, bool intercept)
    {
        if (statistics.Count == 0)
        {
            throw new InvalidStatisticsException("no rows were added; there is nothing to fit");
        }

        _statistics = statistics;
        _intercept = intercept;
        var (d, k, n) = (statistics.Features, statistics.Targets, (double)statistics.Count);
        Gram = new double[(long)d * d];
        Cross = statistics.Cross.ToArray();
        Squares = statistics.TargetSquares.ToArray();
        for (var i = 0; i < d; i++)
        {
            var row = Gram.AsSpan((i * d) + i, d - i);
            statistics.Gram.Slice((i * d) + i, d - i).CopyTo(row);
            if (intercept)
            {
                var mean = statistics.FeatureSums[i] / n;
                TensorPrimitives.MultiplyAdd(statistics.FeatureSums[i..], -mean, row, row);
                TensorPrimitives.MultiplyAdd(statistics.TargetSums, -mean, Cross.AsSpan(i * k, k), Cross.AsSpan(i * k, k));
            }

            for (var j = 1; j < row.Length; j++)
            {
                Gram[((i + j) * d) + i] = row[j];
            }
        }

        for (var t = 0; intercept && t < k; t++)
        {
            Squares[t] -= statistics.TargetSums[t] * statistics.TargetSums[t] / n;
        }
    }

    /// <summary>G <c>[feature, feature]</c>, both halves.</summary>
    public double[] Gram { get; }

    /// <summary>C <c>[feature, target]</c>.</summary>
    public double[] Cross { get; }

    /// <summary>Σy², one a target.</summary>
    public double[] Squares { get; }

    /// <summary>The head of weights that solve this system.</summary>
    public RidgeHead Head(double[] weights, double strength)
    {
        var intercept = new double[_statistics.Targets];
        if (_intercept)
        {
            var n = (double)_statistics.Count;
            for (var i = 0; i < _statistics.Features; i++)
            {
                var row = weights.AsSpan(i * _statistics.Targets, _statistics.Targets);
                TensorPrimitives.MultiplyAdd(row, -_statistics.FeatureSums[i] / n, intercept, intercept);
            }

            TensorPrimitives.MultiplyAdd(_statistics.TargetSums, 1 / n, intercept, intercept);
        }

        return new RidgeHead(_statistics.Features, _statistics.Targets, weights, intercept, strength);
    }
}
