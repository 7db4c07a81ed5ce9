namespace IndustrialAgents.Experts.Tests.Steps;

public sealed class AnomalyStepTests
{
    [Theory]
    [InlineData("timeChannel")]
    [InlineData("channelTime")]
    public async Task Reconstruction_Errors_GiveScoreProbabilityAndBlame(string layout)
    {
        // Channel q is off by 2 and p by 1: a mean squared error of 2.5.
        var expert = TestExperts.Create(
            FakeModel.Mapping(3, v => v >= 10 ? v + 2 : v + 1),
            $$"""{"use": "window", "layout": "{{layout}}"}""",
            """{"use": "reconstruction", "threshold": 2.5, "sharpness": 2}""");

        var output = await expert.AskAsync<AnomalyScores>(TestExperts.Series([1, 10, 2, 20, 3, 30], "p", "q"));

        Assert.Equal(2.5, Assert.Single(output.Scores.ToArray()), 1e-6);
        Assert.Equal(0.5, output.Probability, 1e-6);
        Assert.Equal(["q", "p"], output.Blame.Select(share => share.Channel));
        Assert.Equal(0.8, output.Blame[0].Share, 1e-6);
        Assert.Equal(1, output.Blame.Sum(share => share.Share), 1e-9);
    }

    [Fact]
    public async Task Reconstruction_PerSample_TheWorstSampleDecides()
    {
        var expert = TestExperts.Create(
            FakeModel.Mapping(3, v => v == 3 ? v + 3 : v), """{"use": "window"}""", """{"use": "reconstruction", "threshold": 3, "per": "sample", "sharpness": 1}""");

        var output = await expert.AskAsync<AnomalyScores>(TestExperts.Series([1, 2, 3], "p"));

        Assert.Equal([0, 0, 9], output.Scores.ToArray(), (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal(0.75, output.Probability, 1e-6);
        Assert.True(output.IsAnomalous);
    }

    [Fact]
    public async Task Reconstruction_WhatWasFilledUpOrIsMissing_DoesNotCount()
    {
        // Real are p = 1, 3 and q = 10, 20; each is off by 1, what was put before them by 5.
        var expert = TestExperts.Create(
            FakeModel.Mapping(2, v => float.IsNaN(v) ? 0 : v == 0 ? 5 : v + 1),
            """{"use": "window", "length": 4, "layout": "channelRows", "pad": {"with": "zero"}, "bad": "nan"}""",
            """{"use": "reconstruction", "threshold": 1, "per": "sample"}""");
        var series = TestExperts.Series([1, 10, 2, 20, 3, 30], "p", "q").Series with
        {
            Quality = new[] { SampleQuality.Good, SampleQuality.Good, SampleQuality.Bad, SampleQuality.Good, SampleQuality.Good, SampleQuality.Bad },
        };

        var output = await expert.AskAsync<AnomalyScores>(new SeriesInput(series));

        Assert.Equal([1, 1, 1], output.Scores.ToArray());
        Assert.Equal(0.5, output.Blame[0].Share, 1e-9);
    }

    [Fact]
    public async Task Reconstruction_AsManyChannelsAsSamples_GoesByTheLayout()
    {
        // Laid out [channel, time], the third value is the first of q.
        var expert = TestExperts.Create(
            FakeModel.Giving(3, ("y", Tensor.Create([1f, 2f, 13f, 20f], 1, 2, 2))),
            """{"use": "window", "layout": "channelTime"}""",
            """{"use": "reconstruction", "threshold": 1, "per": "sample"}""");

        var output = await expert.AskAsync<AnomalyScores>(TestExperts.Series([1, 10, 2, 20], "p", "q"));

        Assert.Equal([4.5, 0], output.Scores.ToArray());
        Assert.Equal("q", output.Blame[0].Channel);
    }

    [Fact]
    public async Task Reconstruction_Perfect_HasProbabilityZero()
    {
        var expert = TestExperts.Create(FakeModel.Mapping(3, v => v), """{"use": "window"}""", """{"use": "reconstruction", "threshold": 1}""");

        var output = await expert.AskAsync<AnomalyScores>(TestExperts.Series([1, 2], "p"));

        Assert.Equal(0, output.Probability);
        Assert.Equal(1, output.Confidence);
        Assert.Empty(output.Blame);
    }

    [Fact]
    public async Task Reconstruction_OutputOfAnotherShape_SaysSo()
    {
        var expert = TestExperts.Create(
            FakeModel.Giving(3, ("y", Tensor.Create([1f], 1, 1, 1))), """{"use": "window"}""", """{"use": "reconstruction", "threshold": 1}""");

        var error = await Assert.ThrowsAsync<ExpertFailedException>(() => expert.AskAsync<AnomalyScores>(TestExperts.Series([1, 2], "p")));

        Assert.Contains("does not reconstruct", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("worst", 0.5)]
    [InlineData("mean", 0.11920292202)]
    [InlineData("last", 0.01798620996)]
    public async Task Score_BelowIsAnomalous_IsTurnedAround(string aggregate, double probability)
    {
        var expert = TestExperts.Create(
            FakeModel.Giving(2, ("label", Tensor.Create([1L, 1L], 2, 1)), ("scores", Tensor.Create([-1f, 3f], 2, 1))),
            """{"use": "window", "layout": "rows"}""",
            $$"""{"use": "score", "output": "scores", "threshold": -1, "anomalous": "below", "width": 1, "aggregate": "{{aggregate}}"}""");

        var output = await expert.AskAsync<AnomalyScores>(TestExperts.Series([1, 2], "p"));

        Assert.Equal([1, -3], output.Scores.ToArray());
        Assert.Equal(1, output.Threshold);
        Assert.Equal(probability, output.Probability, 1e-9);
    }

    [Theory]
    [InlineData("""{"use": "score", "width": 0}""", "output.width")]
    [InlineData("""{"use": "score", "threshold": "NaN"}""", "output.threshold")]
    [InlineData("""{"use": "score", "anomalous": "sideways"}""", "output.anomalous")]
    [InlineData("""{"use": "reconstruction", "threshold": 0}""", "output.threshold")]
    [InlineData("""{"use": "reconstruction", "threshold": 1, "sharpness": -1}""", "output.sharpness")]
    [InlineData("""{"use": "reconstruction"}""", "output")]
    public void Options_Wrong_NamesTheField(string step, string field) => Assert.Equal(
        field, Assert.Throws<InvalidManifestException>(() => TestExperts.Create(FakeModel.Mapping(3, v => v), """{"use": "window"}""", step)).Field);
}
