using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Life left from features: boosted trees on the features and on what a ridge regression makes of them. The regression finds the direction in which
/// many noisy channels wear together, which trees, that look at one feature at a time, cannot average out. Immutable and thread-safe.
/// </summary>
internal sealed record LifeRegression(double[] Weights, double Intercept, TreeEnsemble Trees)
{
    private const double Strength = 1e-3;

    /// <param name="features">Features <c>[row, feature]</c>.</param>
    /// <param name="width">Number of features.</param>
    /// <param name="life">Life left of each row.</param>
    /// <param name="options">How the trees grow.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    public static LifeRegression Fit(float[] features, int width, float[] life, TreeOptions options, CancellationToken cancellationToken)
    {
        var statistics = new RidgeStatistics(width, 1);
        statistics.Add(features, life);
        var head = RidgeHead.Solve(statistics, Strength * life.Length);
        var (weights, intercept) = (head.Weights.ToArray(), head.Intercept[0]);
        var rows = new float[life.Length * (width + 1)];
        for (var row = 0; row < life.Length; row++)
        {
            Extend(features.AsSpan(row * width, width), weights, intercept, rows.AsSpan(row * (width + 1), width + 1));
        }

        return new LifeRegression(weights, intercept, TreeLearner.Boost(rows, width + 1, life, options, cancellationToken));
    }

    /// <summary>Life left by one row of features, not capped.</summary>
    public double Predict(ReadOnlySpan<float> features)
    {
        var row = new float[features.Length + 1];
        Extend(features, Weights, Intercept, row);
        return Trees.Predict(row);
    }

    private static void Extend(ReadOnlySpan<float> features, double[] weights, double intercept, Span<float> row)
    {
        features.CopyTo(row);
        for (var i = 0; i < features.Length; i++)
        {
            intercept += features[i] * weights[i];
        }

        row[^1] = (float)intercept;
    }
}
