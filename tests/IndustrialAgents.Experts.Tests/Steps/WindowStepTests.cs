namespace IndustrialAgents.Experts.Tests.Steps;

public sealed class WindowStepTests
{
    [Theory]
    [InlineData("timeChannel", new long[] { 1, 2, 2 }, new float[] { 3, 30, 4, 40 })]
    [InlineData("channelTime", new long[] { 1, 2, 2 }, new float[] { 3, 4, 30, 40 })]
    [InlineData("flat", new long[] { 1, 4 }, new float[] { 3, 30, 4, 40 })]
    [InlineData("rows", new long[] { 2, 2 }, new float[] { 3, 30, 4, 40 })]
    public async Task Prepare_Layout_TakesTheEndOfTheSeries(string layout, long[] shape, float[] expected)
    {
        var tensor = await PrepareAsync($$"""{"use": "window", "length": 2, "layout": "{{layout}}"}""", TestExperts.Series([1, 10, 2, 20, 3, 30, 4, 40], "p", "q"));

        Assert.Equal(shape, tensor.Shape.Dimensions.ToArray());
        Assert.Equal(expected, tensor.AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task Prepare_ChannelsByName_ArePickedInTheModelsOrder()
    {
        var tensor = await PrepareAsync("""{"use": "window", "channels": ["q", "p"]}""", TestExperts.Series([1, 10, 100, 2, 20, 200], "p", "other", "q"));

        Assert.Equal([100, 1, 200, 2], tensor.AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task Prepare_ChannelMissing_NamesItAndWhatThereIs()
    {
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() =>
            PrepareAsync("""{"use": "window", "channels": ["q", "r"]}""", TestExperts.Series([1, 10], "p", "q")));

        Assert.Equal("inputs.series.channels", error.Field);
        Assert.Contains("'r' is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("p, q", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_ChannelsByPosition_IgnoresNamesButNotTheirNumber()
    {
        const string Step = """{"use": "window", "channels": ["a", "b"], "match": "position"}""";

        Assert.Equal(new float[] { 1, 10 }, await ValuesAsync(Step, TestExperts.Series([1, 10], "p", "q")));
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => PrepareAsync(Step, TestExperts.Series([1, 2, 3], "p", "q", "r")));
        Assert.Contains("3 channels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_Scale_IsMinMaxOrStandardScore()
    {
        const string Step = """{"use": "window", "channels": ["p", "q"], "scale": [{"min": 10, "max": 30}, {"mean": 5, "std": 2}]}""";

        Assert.Equal(new float[] { 0.5f, 1f, 1f, 0f }, await ValuesAsync(Step, TestExperts.Series([20, 7, 30, 5], "p", "q")));
    }

    [Fact]
    public async Task Prepare_Calendar_GivesThePhaseOfTheFirstSampleAfter()
    {
        // Two samples an hour from Monday 04:00: what follows is 06:00, a quarter of a day and a 28th of a week.
        var series = TestExperts.Series([1, 2, 3, 4], "p").Series with { SamplePeriod = TimeSpan.FromMinutes(30), Start = new DateTimeOffset(2024, 1, 1, 4, 0, 0, TimeSpan.Zero) };
        var model = FakeModel.Mapping(3, v => v);
        var expert = TestExperts.Create(model, """{"use": "window", "input": "x", "calendar": {"input": "c", "cycles": [86400, 604800]}}""", """{"use": "tensors"}""");
        await expert.AskAsync<TensorsOutput>(new SeriesInput(series));
        var phases = model.Seen!["c"].AsSpan<double>().ToArray();
        Assert.Equal([1, 0, Math.Sin(Math.PI / 14), Math.Cos(Math.PI / 14)], phases, (a, b) => Math.Abs(a - b) < 1e-12);

        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => expert.AskAsync<TensorsOutput>(new SeriesInput(series with { Start = null })));
        Assert.Equal("inputs.series.start", error.Field);
    }

    [Fact]
    public async Task Prepare_BadSamples_HoldTheLastGoodOne()
    {
        var input = TestExperts.Series([float.NaN, 1, 5, float.NaN, 6, float.NaN], "p", "q");
        var series = input.Series with
        {
            Quality = new[] { SampleQuality.Bad, SampleQuality.Good, SampleQuality.Good, SampleQuality.Bad, SampleQuality.Uncertain, SampleQuality.Bad },
        };

        Assert.Equal(new float[] { 5, 1, 5, 1, 6, 1 }, await ValuesAsync("""{"use": "window"}""", new SeriesInput(series)));
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => PrepareAsync("""{"use": "window", "bad": "refuse"}""", new SeriesInput(series)));
        Assert.Contains("sample 0 of 'p'", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<InvalidRequestException>(() => PrepareAsync("""{"use": "window", "length": 2}""", new SeriesInput(series)));
        Assert.Contains("every sample of 'q'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_TooShort_SaysHowManyItNeeds()
    {
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => PrepareAsync("""{"use": "window", "length": 3}""", TestExperts.Series([1, 2], "p")));

        Assert.Contains("2 samples; a@1 needs the last 3", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<InvalidRequestException>(() => PrepareAsync("""{"use": "window", "least": 3}""", TestExperts.Series([1, 2], "p")));
        Assert.Contains("2 samples; a@1 needs at least 3", error.Message, StringComparison.Ordinal);
        Assert.Equal(new float[] { 1, 2, 3 }, await ValuesAsync("""{"use": "window", "least": 3}""", TestExperts.Series([1, 2, 3], "p")));
    }

    [Theory]
    [InlineData("""{"use": "window", "length": 0}""", "length")]
    [InlineData("""{"use": "window", "least": 0}""", "least")]
    [InlineData("""{"use": "window", "channels": ["p", "p"]}""", "channels")]
    [InlineData("""{"use": "window", "scale": [{"min": 1, "max": 1}]}""", "scale[0]")]
    [InlineData("""{"use": "window", "scale": [{"mean": 1, "std": 0}]}""", "scale[0]")]
    [InlineData("""{"use": "window", "scale": [{"mean": 1}]}""", "scale[0]")]
    [InlineData("""{"use": "window", "channels": ["p"], "scale": [{"min": 1, "max": 2}, {"min": 1, "max": 2}]}""", "scale")]
    [InlineData("""{"use": "window", "layout": "sideways"}""", "layout")]
    [InlineData("""{"use": "window", "calendar": {"input": "c", "cycles": []}}""", "calendar.cycles")]
    [InlineData("""{"use": "window", "calendar": {"input": "c", "cycles": [86400, 0]}}""", "calendar.cycles")]
    public void Options_Wrong_NamesTheField(string step, string field)
    {
        var error = Assert.Throws<InvalidManifestException>(() => TestExperts.Create(FakeModel.Mapping(3, v => v), step, """{"use": "tensors"}"""));

        Assert.Equal($"inputs[0].preprocess.{field}", error.Field);
    }

    private static async Task<float[]> ValuesAsync(string step, SeriesInput input) => (await PrepareAsync(step, input)).AsSpan<float>().ToArray();

    private static async Task<Tensor> PrepareAsync(string step, SeriesInput input)
    {
        var model = FakeModel.Mapping(3, v => v);
        await TestExperts.Create(model, step, """{"use": "tensors"}""").AskAsync<TensorsOutput>(input);
        return model.Seen!["x"];
    }
}
