using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Learning.Tests.Heads;

public sealed class FoldedRidgeTests
{
    [Fact]
    public void Fit_MoreFeaturesThanRows_SolvesAsBySums() =>
        Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), seed =>
        {
            var rows = Folded(seed, 60, 75, 2);
            var dual = FoldedRidge.Fit(rows, [0.1]);
            var bySums = RidgeHead.Solve(Data(seed, 60, 75, 2).Statistics(), dual.Head.Strength);
            for (var i = 0; i < 150; i++)
            {
                Assert.Equal(bySums.Weights[i], dual.Head.Weights[i], 1e-6);
            }

            Assert.Equal(bySums.Intercept[1], dual.Head.Intercept[1], 1e-6);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    [Theory]
    [InlineData(40, 60)]
    [InlineData(200, 5)]
    public void Fit_HeldOut_AreScoresOfFitsWithoutTheFold(int count, int features)
    {
        var (rows, data) = (Folded(3, count, features, 1), Data(3, count, features, 1));
        var fit = FoldedRidge.Fit(rows, [1]);
        var others = new RidgeStatistics(features, 1);
        foreach (var row in Enumerable.Range(0, count).Where(row => rows.Folds[row] != 1))
        {
            others.Add(data.X.AsSpan(row * features, features), data.Y.AsSpan(row, 1));
        }

        var head = RidgeHead.Solve(others, fit.Head.Strength);
        var score = new double[1];
        var judged = Array.IndexOf(rows.Folds, 1);
        head.Predict(data.X.AsSpan(judged * features, features), score);
        Assert.Equal(score[0], fit.HeldOut.Span[judged], 1e-5);
        Assert.Equal(Enumerable.Range(0, count).Average(row => Math.Pow(fit.HeldOut.Span[row] - rows.Targets[row], 2)), fit.Loss, 1e-9);
    }

    [Fact]
    public void Fit_SeveralStrengths_TakesTheOneWithLeastLoss()
    {
        var rows = Folded(8, 90, 40, 1, noise: 8);
        var losses = new[] { 1e-4, 1e-2, 1, 100.0 }.Select(strength => FoldedRidge.Fit(rows, [strength]).Loss).ToArray();
        Assert.Equal(losses.Min(), FoldedRidge.Fit(rows, [1e-4, 1e-2, 1, 100]).Loss, 1e-12);
        Assert.True(losses.Max() > losses.Min());
    }

    [Fact]
    public void Fit_RowsThatCannotBeUsed_Throws()
    {
        var rows = Folded(1, 20, 3, 1);
        Assert.Throws<InvalidStatisticsException>(() => FoldedRidge.Fit(rows with { Folds = new int[20] }));
        Assert.Throws<InvalidStatisticsException>(() => FoldedRidge.Fit(rows with { Folds = [.. new int[19], 2] }));
        Assert.Throws<InvalidStatisticsException>(() => FoldedRidge.Fit(rows with { Width = 4 }));
        Assert.Throws<InvalidStatisticsException>(() => FoldedRidge.Fit(rows with { Targets = [.. new float[19], float.NaN] }));
        Assert.Throws<InvalidStatisticsException>(() => FoldedRidge.Fit(rows, [-1]));
        Assert.Equal(1, new RidgeRows([1, 2], 2, [1], 1, [0]).Count);
    }

    private static Rows Data(int seed, int rows, int features, int targets, double noise = 0.1)
    {
        var data = Rows.Random(seed, rows, features, targets, noise);
        return data with { X = [.. data.X.Select(value => (double)(float)value)], Y = [.. data.Y.Select(value => (double)(float)value)] };
    }

    private static RidgeRows Folded(int seed, int rows, int features, int targets, double noise = 0.1)
    {
        var data = Data(seed, rows, features, targets, noise);
        return new RidgeRows([.. data.X.Select(value => (float)value)], features, [.. data.Y.Select(value => (float)value)], targets, [.. Enumerable.Range(0, rows).Select(row => row * 4 / rows)]);
    }
}
