namespace IndustrialAgents.Learning.Tests;

/// <summary>Seeded rows of features and targets.</summary>
internal sealed record Rows(int Features, int Targets, double[] X, double[] Y)
{
    public int Count => X.Length / Features;

    public static Rows Random(int seed, int rows, int features, int targets, double noise = 0.1)
    {
        var random = new Random(seed);
        var truth = Enumerable.Range(0, features * targets).Select(_ => random.NextDouble() - 0.5).ToArray();
        var x = Enumerable.Range(0, rows * features).Select(_ => (random.NextDouble() * 4) - 1).ToArray();
        var y = new double[rows * targets];
        for (var r = 0; r < rows; r++)
        {
            for (var t = 0; t < targets; t++)
            {
                y[(r * targets) + t] = 3 + (noise * (random.NextDouble() - 0.5));
                for (var i = 0; i < features; i++)
                {
                    y[(r * targets) + t] += x[(r * features) + i] * truth[(i * targets) + t];
                }
            }
        }

        return new Rows(features, targets, x, y);
    }

    public Rows Slice(int first, int count) => this with
    {
        X = X[(first * Features)..((first + count) * Features)],
        Y = Y[(first * Targets)..((first + count) * Targets)],
    };

    public RidgeStatistics Statistics()
    {
        var statistics = new RidgeStatistics(Features, Targets);
        statistics.Add(X, Y);
        return statistics;
    }

    public double Loss(RidgeHead head)
    {
        var scores = new double[Targets];
        var total = 0.0;
        for (var r = 0; r < Count; r++)
        {
            head.Predict(X.AsSpan(r * Features, Features), scores);
            for (var t = 0; t < Targets; t++)
            {
                total += Math.Pow(scores[t] - Y[(r * Targets) + t], 2);
            }
        }

        return total / Y.Length;
    }
}
