namespace IndustrialAgents.Experts.Tests.Evaluation;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void Interval_MeanOfCoinTosses_IsAboutTheNormalInterval()
    {
        double[] tosses = [.. Enumerable.Range(0, 400).Select(i => i % 4 == 0 ? 1.0 : 0)];
        var (low, high) = PairedBootstrap.Interval(tosses.Length, drawn => drawn.Average(i => tosses[i]), seed: 1);

        // 0.25 ± 1.96 · √(0.25 · 0.75 / 400)
        Assert.Equal(0.2076, low, 0.01);
        Assert.Equal(0.2924, high, 0.01);
        Assert.Equal((low, high), PairedBootstrap.Interval(tosses.Length, drawn => drawn.Average(i => tosses[i]), seed: 1));
    }

    [Fact]
    public void Interval_DifferenceThatIsTheSameInEachCase_HasNoWidth() =>
        Assert.Equal((0.5, 0.5), PairedBootstrap.Interval(50, drawn => drawn.Average(i => (i % 2) + 0.5 - (i % 2)), seed: 1));

    [Fact]
    public void Interval_WrongArgument_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedBootstrap.Interval(0, _ => 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedBootstrap.Interval(5, _ => 0, 1, resamples: 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedBootstrap.Interval(5, _ => 0, 1, level: 1));
    }
}
