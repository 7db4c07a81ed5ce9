using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Learning.Tests.Heads;

public sealed class RidgeHeadTests
{
    [Fact]
    public void Solve_AnyData_GradientIsZero() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var rows = Rows.Random(seed, 60, 1 + (Math.Abs(seed % 12)), 3, noise: 1);
            var statistics = rows.Statistics();
            var head = RidgeHead.Solve(statistics, 2.5);
            var (d, k) = (rows.Features, rows.Targets);
            for (var i = 0; i < d; i++)
            {
                for (var t = 0; t < k; t++)
                {
                    // λw = Σφ(y - Wᵀφ - b), feature by feature.
                    var scores = new double[k];
                    var gradient = 2.5 * head.Weights[(i * k) + t];
                    for (var r = 0; r < rows.Count; r++)
                    {
                        head.Predict(rows.X.AsSpan(r * d, d), scores);
                        gradient -= rows.X[(r * d) + i] * (rows.Y[(r * k) + t] - scores[t]);
                    }

                    Assert.True(Math.Abs(gradient) < 1e-8, $"{gradient}");
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Solve_NoIntercept_HasNone()
    {
        var head = RidgeHead.Solve(Rows.Random(1, 50, 4, 2).Statistics(), 1, intercept: false);
        Assert.Equal([0, 0], head.Intercept.ToArray());
        Assert.Equal(1, head.Strength);
    }

    [Fact]
    public void Loss_FromStatistics_EqualsLossOverRows()
    {
        var head = RidgeHead.Solve(Rows.Random(1, 50, 7, 3, noise: 2).Statistics(), 3);
        var other = Rows.Random(2, 40, 7, 3, noise: 2);
        Assert.Equal(other.Loss(head), head.Loss(other.Statistics()), 1e-9);
        Assert.Throws<InvalidStatisticsException>(() => head.Loss(new RidgeStatistics(7, 3)));
    }

    [Fact]
    public void Predict_Floats_EqualsDoubles()
    {
        var head = RidgeHead.Solve(Rows.Random(1, 50, 3, 2).Statistics(), 1);
        double[] wide = new double[2], narrow = new double[2];
        head.Predict([0.5, 1, 2], wide);
        head.Predict([0.5f, 1, 2], narrow);
        Assert.Equal(wide, narrow);
        Assert.Throws<ArgumentException>(() => head.Predict([1.0], wide));
    }

    [Fact]
    public void Solve_Impossible_Throws()
    {
        Assert.Throws<InvalidStatisticsException>(() => RidgeHead.Solve(new RidgeStatistics(2, 1), 1));
        Assert.Throws<InvalidStatisticsException>(() => RidgeHead.Solve(Rows.Random(1, 9, 2, 1).Statistics(), 0));
        Assert.Throws<InvalidStatisticsException>(() => RidgeHead.Solve(Rows.Random(1, 9, 2, 1).Statistics(), double.NaN));
        var twice = new RidgeStatistics(2, 1);
        twice.Add([1e9, 1e9, 2e9, 2e9, 5e9, 5e9], [1.0, 2, 3]);
        Assert.Throws<InvalidStatisticsException>(() => RidgeHead.Solve(twice, 1e-9));
    }
}
