namespace IndustrialAgents.Experts.Tests.Steps;

public sealed class WindowPaddingTests
{
    private const float Missing = float.NaN;

    [Theory]
    [InlineData("nan", new[] { Missing, Missing, 1, 2, Missing, Missing, 10, 20 })]
    [InlineData("zero", new float[] { 0, 0, 1, 2, 0, 0, 10, 20 })]
    [InlineData("first", new float[] { 1, 1, 1, 2, 10, 10, 10, 20 })]
    public async Task Prepare_ShorterThanTheModel_IsFilledUpBefore(string with, float[] expected)
    {
        var seen = await PrepareAsync($$$"""{"use": "window", "length": 4, "layout": "channelRows", "pad": {"with": "{{{with}}}"}}""", 2, Pair(1, 10, 2, 20));

        Assert.Equal([2L, 4], seen["x"].Shape.Dimensions.ToArray());
        Assert.Equal(expected, seen["x"].AsSpan<float>().ToArray());
    }

    [Theory]
    [InlineData(new long[] { -1, -1 }, new long[] { 2, 3 })]
    [InlineData(new long[] { -1, -1, 1 }, new long[] { 2, 3, 1 })]
    [InlineData(new long[] { -1, 1, -1 }, new long[] { 2, 1, 3 })]
    public async Task Prepare_ChannelRows_HaveTheModelsDimensions(long[] declared, long[] expected)
    {
        var model = Model(("x", ElementType.Float32, declared));
        await TestExperts.Create(model, """{"use": "window", "layout": "channelRows"}""", """{"use": "tensors"}""").AskAsync<TensorsOutput>(Pair(1, 10, 2, 20, 3, 30));

        Assert.Equal(expected, model.Seen!["x"].Shape.Dimensions.ToArray());
        Assert.Equal(new float[] { 1, 2, 3, 10, 20, 30 }, model.Seen["x"].AsSpan<float>().ToArray());
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(9, 8)]
    public async Task Prepare_OpenLength_IsAMultipleUpToTheMost(int samples, int expected)
    {
        var seen = await PrepareAsync(
            """{"use": "window", "maxLength": 8, "pad": {"with": "zero", "multiple": 4}}""", 3, TestExperts.Series([.. Enumerable.Range(1, samples).Select(i => (float)i)], "p"));

        var values = seen["x"].AsSpan<float>().ToArray();
        Assert.Equal(expected, values.Length);
        Assert.Equal(samples, values[^1]);
        Assert.Equal(Math.Max(expected - samples, 0), values.Count(v => v == 0));
    }

    [Fact]
    public async Task Prepare_BadSamplesAsNan_AreMissingInTheMaskToo()
    {
        var series = Pair(1, 10, 2, 20, 3, 30).Series with
        {
            Quality = new[] { SampleQuality.Good, SampleQuality.Good, SampleQuality.Bad, SampleQuality.Good, SampleQuality.Good, SampleQuality.Bad },
        };
        var model = Model(("x", ElementType.Float32, [-1, -1]), ("m", ElementType.Float32, [-1, -1]));
        const string Step = """{"use": "window", "length": 4, "layout": "channelRows", "bad": "nan", "pad": {"with": "nan"}, "mask": {"input": "m"}}""";
        await TestExperts.Create(model, Step, """{"use": "tensors"}""").AskAsync<TensorsOutput>(new SeriesInput(series));

        Assert.Equal([Missing, 1, Missing, 3, Missing, 10, 20, Missing], model.Seen!["x"].AsSpan<float>().ToArray());
        Assert.Equal(new float[] { 0, 1, 0, 1, 0, 1, 1, 0 }, model.Seen["m"].AsSpan<float>().ToArray());
    }

    [Theory]
    [InlineData(ElementType.Float32, new long[] { -1, -1 }, new long[] { 1, 5 }, new byte[] { 1, 1, 0, 0, 0 })]
    [InlineData(ElementType.Int64, new long[] { -1, -1 }, new long[] { 1, 5 }, new byte[] { 1, 1, 0, 0, 0 })]
    [InlineData(ElementType.Int32, new long[] { 1, 5 }, new long[] { 1, 5 }, new byte[] { 1, 1, 0, 0, 0 })]
    [InlineData(ElementType.Bool, new long[] { -1, -1, -1 }, new long[] { 1, 4, 2 }, new byte[] { 1, 1, 1, 1, 0, 0, 0, 0 })]
    public async Task Prepare_Mask_HasTheModelsTypeAndRank(ElementType type, long[] declared, long[] shape, byte[] expected)
    {
        var model = Model(("x", ElementType.Float32, [-1, -1, -1]), ("m", type, declared));
        const string Step = """{"use": "window", "length": 4, "pad": {"with": "zero"}, "mask": {"input": "m", "marks": "padded", "after": 1}}""";
        await TestExperts.Create(model, Step, """{"use": "tensors"}""").AskAsync<TensorsOutput>(Pair(1, 10, 2, 20));

        var mask = model.Seen!["m"];
        Assert.Equal(type, mask.ElementType);
        Assert.Equal(shape, mask.Shape.Dimensions.ToArray());
        Assert.Equal(expected, type == ElementType.Bool ? mask.Bytes.ToArray() : Array.ConvertAll(TensorCast.ToDoubles(mask), v => (byte)v));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(86_400, 0)]
    [InlineData(7 * 86_400, 1)]
    [InlineData(31 * 86_400, 1)]
    [InlineData(90 * 86_400, 2)]
    [InlineData(365 * 86_400, 2)]
    public async Task Prepare_Frequency_IsTheCategoryOfThePeriodARow(int seconds, int expected)
    {
        var model = Model(("x", ElementType.Float32, [-1, -1]), ("f", ElementType.Int32, [-1, 1]));
        var series = Pair(1, 10).Series with { SamplePeriod = TimeSpan.FromSeconds(seconds) };
        await TestExperts.Create(model, """{"use": "window", "layout": "channelRows", "frequency": {"input": "f"}}""", """{"use": "tensors"}""")
            .AskAsync<TensorsOutput>(new SeriesInput(series));

        Assert.Equal([2L, 1], model.Seen!["f"].Shape.Dimensions.ToArray());
        Assert.Equal([expected, expected], model.Seen["f"].AsSpan<int>().ToArray());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(60, 1)]
    [InlineData(900, 5)]
    [InlineData(3600, 7)]
    [InlineData(7 * 86_400, 9)]
    [InlineData(4000, 0)]
    public async Task Prepare_FrequencyOfTtm_IsThatOfThePeriodOrNone(int seconds, int expected)
    {
        var model = Model(("x", ElementType.Float32, [-1, -1, -1]), ("f", ElementType.Int64, [-1]));
        var series = Pair(1, 10).Series with { SamplePeriod = TimeSpan.FromSeconds(seconds) };
        await TestExperts.Create(model, """{"use": "window", "frequency": {"input": "f", "categories": "ttm"}}""", """{"use": "tensors"}""")
            .AskAsync<TensorsOutput>(new SeriesInput(series));

        Assert.Equal([1L], model.Seen!["f"].Shape.Dimensions.ToArray());
        Assert.Equal(expected, model.Seen["f"].AsSpan<long>()[0]);
    }

    [Fact]
    public async Task Prepare_Standardize_ScalesEachChannelByItsOwnGoodSamples()
    {
        var series = Pair(1, 7, 3, 7, 1000, 7).Series with
        {
            Quality = new[] { SampleQuality.Good, SampleQuality.Good, SampleQuality.Good, SampleQuality.Good, SampleQuality.Bad, SampleQuality.Good },
        };
        var seen = await PrepareAsync("""{"use": "window", "layout": "channelRows", "standardize": true}""", 2, new SeriesInput(series));

        // The first channel's good samples have mean 2 and deviation 1; the bad one is held. The second does not move.
        Assert.Equal(new float[] { -1, 1, 1, 0, 0, 0 }, seen["x"].AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task Prepare_InputThatTheModelLacks_IsNamedWithThoseThereAre()
    {
        var error = await Assert.ThrowsAsync<ExpertFailedException>(() => PrepareAsync("""{"use": "window", "mask": {"input": "m"}}""", 3, Pair(1, 10)));
        Assert.Contains("'m', which the manifest's mask.input names; it has x", error.Message, StringComparison.Ordinal);

        var model = Model(("x", ElementType.Float32, [-1, -1, -1]), ("m", ElementType.String, [-1, -1]));
        error = await Assert.ThrowsAsync<ExpertFailedException>(() =>
            TestExperts.Create(model, """{"use": "window", "mask": {"input": "m"}}""", """{"use": "tensors"}""").AskAsync<TensorsOutput>(Pair(1, 10)));
        Assert.Contains("'m' is String", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"use": "window", "maxLength": 0}""", "maxLength")]
    [InlineData("""{"use": "window", "length": 4, "maxLength": 8}""", "maxLength")]
    [InlineData("""{"use": "window", "pad": {"with": "zero", "multiple": 0}}""", "pad.multiple")]
    [InlineData("""{"use": "window", "length": 5, "pad": {"with": "zero", "multiple": 2}}""", "pad.multiple")]
    [InlineData("""{"use": "window", "maxLength": 5, "pad": {"with": "zero", "multiple": 2}}""", "pad.multiple")]
    [InlineData("""{"use": "window", "mask": {"input": "m", "after": -1}}""", "mask.after")]
    [InlineData("""{"use": "window", "standardize": true, "scale": [{"min": 0, "max": 1}]}""", "standardize")]
    public void Options_Wrong_NamesTheField(string step, string field) => Assert.Equal(
        $"inputs[0].preprocess.{field}",
        Assert.Throws<InvalidManifestException>(() => TestExperts.Create(FakeModel.Mapping(3, v => v), step, """{"use": "tensors"}""")).Field);

    private static SeriesInput Pair(params float[] values) => TestExperts.Series(values, "p", "q");

    private static FakeModel Model(params (string Name, ElementType Type, long[] Dimensions)[] inputs) =>
        new([.. inputs.Select(i => new ModelTensorInfo(i.Name, i.Type, i.Dimensions))], [], _ => new Dictionary<string, Tensor>());

    private static async Task<IReadOnlyDictionary<string, Tensor>> PrepareAsync(string step, int rank, SeriesInput input)
    {
        var model = Model(("x", ElementType.Float32, [.. Enumerable.Repeat(-1L, rank)]));
        await TestExperts.Create(model, step, """{"use": "tensors"}""").AskAsync<TensorsOutput>(input);
        return model.Seen!;
    }
}
