namespace IndustrialAgents.Experts.Tests.Steps;

public sealed class ForecastStepTests
{
    private const string Window = """{"use": "window", "channels": ["p", "q"], "scale": [{"min": 0, "max": 10}, {"mean": 100, "std": 50}]}""";

    [Fact]
    public async Task Read_TimeChannel_IsInTheChannelsUnitsAndStartsAfterTheSeries()
    {
        var output = await AskAsync(Window, """{"use": "forecast"}""", ("y", Tensor.Create([0.1f, 0f, 0.2f, 1f], 1, 2, 2)));

        Assert.Equal([1, 100, 2, 150], output.Median.ToArray(), (x, y) => Math.Abs(x - y) < 1e-5);
        Assert.Equal(["p", "q"], output.Channels.Select(c => c.Name));
        Assert.Equal(2, output.Horizon);
        Assert.Equal(TimeSpan.FromSeconds(2), output.SamplePeriod);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 4, TimeSpan.Zero), output.Start);
        Assert.Empty(output.Levels);
    }

    [Fact]
    public async Task Read_ChannelTimeWithoutUnscaling_IsTransposed()
    {
        var output = await AskAsync(Window, """{"use": "forecast", "layout": "channelTime", "unscale": false}""", ("y", Tensor.Create([1f, 2f, 3f, 4f, 5f, 6f], 1, 2, 3)));

        Assert.Equal([1, 4, 2, 5, 3, 6], output.Median.ToArray());
    }

    [Theory]
    [InlineData("last", new float[] { 1, 2, 3, 4, 5, 6 }, new long[] { 1, 2, 3 })]
    [InlineData("first", new float[] { 1, 4, 2, 5, 3, 6 }, new long[] { 1, 3, 2 })]
    public async Task Read_QuantilesInTheSameOutput_TheMiddleIsTheMedian(string axis, float[] values, long[] shape)
    {
        var output = await AskAsync(
            """{"use": "window", "channels": ["q"]}""",
            $$$"""{"use": "forecast", "quantiles": {"levels": [0.1, 0.5, 0.9], "axis": "{{{axis}}}"}}""",
            ("y", Tensor.Create(values, shape)));

        Assert.Equal([2, 5], output.Median.ToArray());
        Assert.Equal([1, 4, 2, 5, 3, 6], output.Quantiles.ToArray());
        Assert.Equal([0.1, 0.5, 0.9], output.Levels);
    }

    [Fact]
    public async Task Read_QuantilesInAnOutputOfTheirOwn_BothAreRead()
    {
        var output = await AskAsync(
            """{"use": "window", "channels": ["q"]}""",
            """{"use": "forecast", "quantiles": {"output": "q", "levels": [0.25, 0.75]}}""",
            ("q", Tensor.Create([1f, 3f], 1, 2, 1)),
            ("y", Tensor.Create([2f], 1, 1)));

        Assert.Equal([2], output.Median.ToArray());
        Assert.Equal([1, 3], output.Quantiles.ToArray());
    }

    [Fact]
    public async Task Read_Horizon_CutsOrIsRefused()
    {
        var model = ("y", Tensor.Create([1f, 2f, 3f], 1, 3, 1));

        Assert.Equal(2, (await AskAsync("""{"use": "window", "channels": ["p"]}""", """{"use": "forecast"}""", 2, model)).Horizon);
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => AskAsync("""{"use": "window", "channels": ["p"]}""", """{"use": "forecast"}""", 4, model));
        Assert.Equal("parameters.horizon", error.Field);
        Assert.Contains("at most 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ChannelsOfItsOwn_ArePickedFromTheWindow()
    {
        var output = await AskAsync(Window, """{"use": "forecast", "channels": ["q"]}""", ("y", Tensor.Create([1f], 1, 1)));

        Assert.Equal([150], output.Median.ToArray());
        await Assert.ThrowsAsync<ExpertFailedException>(() => AskAsync(Window, """{"use": "forecast"}""", ("y", Tensor.Create([1f], 1, 1))));
        await Assert.ThrowsAsync<InvalidRequestException>(() => AskAsync(Window, """{"use": "forecast"}""", ("y", Tensor.Create([1f, 1f, 1f, 1f], 2, 1, 1, 2))));
    }

    [Fact]
    public async Task Read_WithoutWindow_SaysWhatIsNeeded()
    {
        var expert = TestExperts.Create(FakeModel.Mapping(1, v => v), """{"use": "tensor"}""", """{"use": "forecast"}""", Modality.Tensor);

        var error = await Assert.ThrowsAsync<ExpertFailedException>(() => expert.AskAsync<Forecast>(new TensorInput(Tensor.Create([1f], 1))));

        Assert.Contains("'window'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"use": "forecast", "layout": "flat"}""", "output.layout")]
    [InlineData("""{"use": "forecast", "quantiles": {"levels": [0.9, 0.5]}}""", "output.quantiles.levels")]
    [InlineData("""{"use": "forecast", "quantiles": {"levels": [0.1, 0.9]}}""", "output.quantiles.levels")]
    [InlineData("""{"use": "forecast", "quantiles": {"levels": [0.5, 1]}}""", "output.quantiles.levels")]
    public void Options_Wrong_NamesTheField(string step, string field) => Assert.Equal(
        field, Assert.Throws<InvalidManifestException>(() => TestExperts.Create(FakeModel.Mapping(3, v => v), """{"use": "window"}""", step)).Field);

    private static Task<Forecast> AskAsync(string window, string step, params (string, Tensor)[] outputs) => AskAsync(window, step, null, outputs);

    private static async Task<Forecast> AskAsync(string window, string step, int? horizon, params (string, Tensor)[] outputs) =>
        await TestExperts.Create(FakeModel.Giving(3, outputs), window, step)
            .AskAsync<Forecast>(TestExperts.Series([1, 2, 3, 4], "p", "q"), new RequestParameters { Horizon = horizon });
}
