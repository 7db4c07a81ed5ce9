using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Tests.Steps;

public sealed class ForecastRolloutTests
{
    private const string Rows = """{"use": "window", "maxLength": 8, "layout": "channelRows", "pad": {"with": "nan", "multiple": 4}}""";
    private const string Quantiles = """{"use": "forecast", "layout": "channelRows", "quantiles": {"levels": [0.1, 0.5, 0.9]}, "rollout": {"maxHorizon": 20}}""";

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Run_ChannelsAsRows_WorkWithAFixedAndAnOpenBatch(long batch)
    {
        var runs = new List<TensorShape>();
        var forecast = await TestExperts.Create(Counting(batch, 3, runs), Rows, Quantiles).AskAsync<Forecast>(TestExperts.Series([1, 10, 2, 20], "p", "q"));

        Assert.Equal(batch == 1 ? [new TensorShape(1, 4), new TensorShape(1, 4)] : [new TensorShape(2, 4)], runs);
        Assert.Equal([3, 21, 4, 22, 5, 23], forecast.Median.ToArray());
        Assert.Equal([-7, 11, -6, 12, -5, 13, 3, 21, 4, 22, 5, 23, 13, 31, 14, 32, 15, 33], forecast.Quantiles.ToArray());
        Assert.Equal(["p", "q"], forecast.Channels.Select(c => c.Name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(20)]
    public async Task Run_HorizonBeyondTheModels_ContinuesFromItsOwnMedian(int horizon)
    {
        var runs = new List<TensorShape>();
        var forecast = await TestExperts.Create(Counting(-1, 3, runs), Rows, Quantiles)
            .AskAsync<Forecast>(TestExperts.Series([1, 10, 2, 20], "p", "q"), new RequestParameters { Horizon = horizon });

        Assert.Equal(horizon, forecast.Horizon);
        Assert.Equal([.. Enumerable.Range(1, horizon).SelectMany(step => new[] { 2f + step, 20f + step })], forecast.Median.ToArray());
        Assert.Equal([.. Enumerable.Range(1, horizon).SelectMany(step => new[] { -8f + step, 10f + step })], forecast.Quantiles[..(2 * horizon)].ToArray());
        Assert.Equal((horizon + 2) / 3, runs.Count);
        Assert.All(runs, shape => Assert.True(shape[1] is 4 or 8));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 4, TimeSpan.Zero), forecast.Start);
    }

    [Fact]
    public void Run_AnyHorizonAndLength_CountsOn() => Prop.ForAll(
        Gen.Zip(Gen.Choose(1, 20), Gen.Zip(Gen.Choose(1, 12), Gen.Choose(1, 5))).ToArbitrary(),
        pair =>
        {
            var (horizon, (samples, steps)) = (pair.Item1, pair.Item2);
            var series = TestExperts.Series([.. Enumerable.Range(1, samples).Select(i => (float)i)], "p");
            var forecast = TestExperts.Create(Counting(1, steps, []), Rows, Quantiles)
                .AskAsync<Forecast>(series, new RequestParameters { Horizon = horizon }).GetAwaiter().GetResult();
            return forecast.Median.ToArray().SequenceEqual(Enumerable.Range(samples + 1, horizon).Select(v => (float)v));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Run_BeyondTheLimit_IsRefused()
    {
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => TestExperts.Create(Counting(1, 3, []), Rows, Quantiles)
            .AskAsync<Forecast>(TestExperts.Series([1], "p"), new RequestParameters { Horizon = 21 }));

        Assert.Contains("at most 20", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OtherInputs_AreKeptAndMadeAnewWhereTheyAreTheWindows()
    {
        var seen = new List<(float Other, float[] Mask)>();
        var model = new FakeModel(
            [new ModelTensorInfo("o", ElementType.Float32, [1]), new ModelTensorInfo("x", ElementType.Float32, [-1, -1]), new ModelTensorInfo("m", ElementType.Float32, [-1, -1])],
            [new ModelTensorInfo("y", ElementType.Float32, [-1, 2])],
            inputs =>
            {
                seen.Add((inputs["o"].AsSpan<float>()[0], inputs["m"].AsSpan<float>().ToArray()));
                return new Dictionary<string, Tensor> { ["y"] = Tensor.Create([7f, 8f], 1, 2) };
            });
        var catalog = TestExperts.Catalog();
        var manifest = ManifestReader.Read(
            """
            {"name": "a", "version": "1", "modality": "timeSeries", "tasks": ["forecast"],
             "inputs": [{"kind": "tensor", "preprocess": {"use": "tensor", "input": "o"}},
                        {"kind": "timeSeries", "preprocess": {"use": "window", "length": 4, "layout": "channelRows", "pad": {"with": "zero"}, "mask": {"input": "m"}}}],
             "output": {"use": "forecast", "layout": "channelRows", "rollout": {"maxHorizon": 10}},
             "files": [{"path": "m", "sha256": "0000000000000000000000000000000000000000000000000000000000000000"}]}
            """u8,
            "expert.json");
        StepContext Context(ManifestStep step) => new(manifest, ".", [], new StepOptions("expert.json", "x", step));
        using var expert = new OnnxExpert(
            manifest,
            [.. manifest.Inputs.Select(input => catalog.CreateInputStep(input.Preprocess!, Context(input.Preprocess!)))],
            catalog.CreateOutputStep(manifest.Output!, Context(manifest.Output!)),
            model);

        var reply = await expert.AskAsync(
            new Request
            {
                Task = ExpertTask.Forecast,
                Inputs = [new TensorInput(Tensor.Create([5f], 1)), TestExperts.Series([1, 2], "p")],
                Parameters = new RequestParameters { Horizon = 3 },
            },
            TestContext.Current.CancellationToken);

        Assert.Equal([7, 8, 7], Assert.IsType<Forecast>(reply.Output).Median.ToArray());
        Assert.Equal([5, 5], seen.Select(run => run.Other));
        Assert.Equal([0, 0, 1, 1], seen[0].Mask);
        Assert.Equal([1, 1, 1, 1], seen[1].Mask);
    }

    [Theory]
    [InlineData(new long[] { 2, 2, 4 }, "last", 1)]
    [InlineData(new long[] { 2, 4, 2 }, "first", 1)]
    public async Task Read_EntriesBeforeTheLevels_AreSkipped(long[] shape, string axis, int lead)
    {
        // Row r, step s, entry e has the value 100r + 10s + e; entry 0 is the mean.
        var values = new float[16];
        for (var i = 0; i < 16; i++)
        {
            var (row, rest) = (i / 8, i % 8);
            var (step, entry) = axis == "last" ? (rest / 4, rest % 4) : (rest % 2, rest / 2);
            values[i] = (100 * row) + (10 * step) + entry;
        }

        var forecast = await TestExperts.Create(
                FakeModel.Giving(2, ("y", Tensor.Create(values, shape))),
                """{"use": "window", "layout": "channelRows"}""",
                $$$"""{"use": "forecast", "layout": "channelRows", "quantiles": {"levels": [0.1, 0.5, 0.9], "axis": "{{{axis}}}", "lead": {{{lead}}}}}""")
            .AskAsync<Forecast>(TestExperts.Series([1, 2], "p", "q"));

        Assert.Equal([2, 102, 12, 112], forecast.Median.ToArray());
        Assert.Equal([1, 101, 11, 111, 2, 102, 12, 112, 3, 103, 13, 113], forecast.Quantiles.ToArray());
    }

    [Theory]
    [InlineData(new long[] { 2, 3, 3 })]
    [InlineData(new long[] { 2, 1, 1, 3 })]
    [InlineData(new long[] { 6 })]
    public async Task Read_RowsOfAnotherForm_AreNamed(long[] shape)
    {
        var output = Tensor.Create(new float[new TensorShape(shape).ElementCount], shape);
        var expert = TestExperts.Create(
            FakeModel.Giving(2, ("y", output)), """{"use": "window", "layout": "channelRows"}""", """{"use": "forecast", "layout": "channelRows"}""");

        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => expert.AskAsync<Forecast>(TestExperts.Series([1, 2], "p", "q")));

        Assert.Contains(output.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"use": "forecast", "rollout": {"maxHorizon": 0}}""", "output.rollout.maxHorizon")]
    [InlineData("""{"use": "forecast", "channels": ["p"], "rollout": {"maxHorizon": 9}}""", "output.rollout")]
    [InlineData("""{"use": "forecast", "unscale": false, "rollout": {"maxHorizon": 9}}""", "output.rollout")]
    [InlineData("""{"use": "forecast", "quantiles": {"levels": [0.5], "lead": -1}}""", "output.quantiles.lead")]
    public void Options_Wrong_NamesTheField(string step, string field) => Assert.Equal(
        field, Assert.Throws<InvalidManifestException>(() => TestExperts.Create(FakeModel.Mapping(3, v => v), """{"use": "window"}""", step)).Field);

    // Gives each row's last value + 1, + 2, and so on, at levels 10 below, at, and 10 above.
    private static FakeModel Counting(long batch, int steps, List<TensorShape> runs) => new(
        [new ModelTensorInfo("x", ElementType.Float32, [batch, -1])],
        [new ModelTensorInfo("y", ElementType.Float32, [batch, 3, steps])],
        inputs =>
        {
            var context = inputs["x"];
            lock (runs)
            {
                runs.Add(context.Shape);
            }

            var (rows, width) = ((int)context.Shape[0], (int)context.Shape[1]);
            var values = context.AsSpan<float>().ToArray();
            return new Dictionary<string, Tensor>
            {
                ["y"] = Tensor.Create<float>(
                    [.. Enumerable.Range(0, rows * 3 * steps).Select(i => values[((i / (3 * steps) + 1) * width) - 1] + 1 + (i % steps) + (10 * ((i / steps % 3) - 1)))],
                    new TensorShape(rows, 3, steps)),
            };
        });
}
