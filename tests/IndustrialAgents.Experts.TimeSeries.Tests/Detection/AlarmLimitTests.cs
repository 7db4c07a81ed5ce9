using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Detection;

public sealed class AlarmLimitTests
{
    [Fact]
    public void Quantile_Scores_InterpolatesLinearly()
    {
        Assert.Equal(3.7, AlarmLimit.Quantile(0.9).From([4, 1, 3, 2]), 1e-12);
        Assert.Equal(7, AlarmLimit.Quantile(0.5).From([7]));
        Assert.Equal((LimitMethod.Quantile, 0.9), (AlarmLimit.Quantile(0.9).Method, AlarmLimit.Quantile(0.9).Parameter));
    }

    [Fact]
    public void RobustDeviations_Scores_MedianPlusScaledDeviations() =>
        Assert.Equal(3 + (2 * 1.4826 * 1), AlarmLimit.RobustDeviations(2).From([1, 2, 3, 4, 100]), 1e-12);

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-4)]
    public void PeaksOverThreshold_ExponentialScores_FindsTheRareQuantile(double rate)
    {
        var random = new Random(3);
        var scores = Enumerable.Range(0, 20_000).Select(_ => -Math.Log(1 - random.NextDouble())).ToArray();
        Assert.InRange(AlarmLimit.PeaksOverThreshold(rate).From(scores) / -Math.Log(rate), 0.85, 1.15);
    }

    [Fact]
    public void From_ScaledScores_ScalesTheLimit() =>
        Prop.ForAll(Gen.Choose(2, 200).ToArbitrary(), Gen.Choose(0, 100_000).ToArbitrary(), (count, seed) =>
        {
            var random = new Random(seed);
            var scores = Enumerable.Range(0, count).Select(_ => random.NextDouble()).ToArray();
            foreach (var rule in new[] { AlarmLimit.Quantile(0.9), AlarmLimit.RobustDeviations(3), AlarmLimit.PeaksOverThreshold(0.01) })
            {
                Assert.Equal(1, rule.From([.. scores.Select(score => 8 * score)]) / (8 * rule.From(scores)), 1e-6);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Make_BadParameterOrScores_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => AlarmLimit.Quantile(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AlarmLimit.PeaksOverThreshold(0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => AlarmLimit.RobustDeviations(0));
        Assert.Throws<ArgumentException>(() => AlarmLimit.Quantile(0.5).From([]));
        Assert.Throws<ArgumentException>(() => AlarmLimit.Quantile(0.5).From([1, double.NaN]));
    }
}
