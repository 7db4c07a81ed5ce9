using IndustrialAgents.Learning;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Life;

public sealed class RemainingLifeTests
{
    private static readonly RemainingLifeOptions Options = new()
    {
        Window = 20,
        Least = 10,
        Cap = 60,
        Levels = [0.05, 0.5, 0.95],
        Folds = 4,
        Trees = new TreeOptions { Trees = 40, Leaves = 8, LeafRows = 10, LearningRate = 0.15 },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ToExpert_SavedAndLoaded_EstimatesAsTheNativeForm(bool fromNew)
    {
        var model = Fit(Runs(12, 1), Options with { FromNew = fromNew });
        Assert.Equal((20, 10, 60.0, fromNew), (model.Window, model.Least, model.Cap, model.FromNew));
        Assert.InRange(model.HeldOutError, 0, 12);
        using var saved = new SavedExpert(model.ToExpert(new ExpertId("pump-life", "1")));
        var loaded = RemainingLife.Load(saved.Folder);
        var (quantiles, other) = (new double[3], new double[3]);
        foreach (var run in Runs(3, 2))
        {
            foreach (var left in new[] { 0, 15, 40, run.Length - 10, run.Length - 11 })
            {
                var series = run.Slice(0, run.Length - left);
                var native = model.Estimate(series.Values.Span, quantiles);
                var answer = await saved.AskAsync<Estimate>(series, ExpertTask.Regress);
                Assert.Equal(["remaining_life", "remaining_life_p5", "remaining_life_p50", "remaining_life_p95"], answer.Quantities.Select(quantity => quantity.Name));
                Assert.Equal("{cycle}", answer.Quantities[0].Unit);
                Assert.All(new[] { native }.Concat(quantiles).Zip(answer.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
                Assert.True(quantiles[0] <= quantiles[1] && quantiles[1] <= quantiles[2]);
                Assert.InRange(native, 0, 60);
                Assert.Equal(native, loaded.Estimate(series.Values.Span, other));
                Assert.Equal(quantiles, other);
                Assert.InRange(Math.Abs(native - Math.Min(60, left)), 0, 25);
            }
        }

        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => saved.AskAsync<Estimate>(Runs(1, 2)[0].Slice(0, 9), ExpertTask.Regress));
        Assert.Contains("at least 10", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Estimate_OtherRuns_QuantilesCoverAsStated()
    {
        var model = Fit(Runs(30, 3), Options);
        var (covered, count, quantiles) = (0, 0, new double[3]);
        foreach (var run in Runs(30, 4))
        {
            for (var left = 0; left <= 60; left += 6)
            {
                model.Estimate(run.Slice(0, run.Length - left).Values.Span, quantiles);
                covered += quantiles[0] <= left && left <= quantiles[2] ? 1 : 0;
                count++;
            }
        }

        Assert.InRange((double)covered / count, 0.82, 0.98);
    }

    [Fact]
    public void Fit_SameRuns_GivesTheSameModel() =>
        Assert.Equal(Fit(Runs(4, 1), Options).ToGraph().ToBytes(), Fit(Runs(4, 1), Options).ToGraph().ToBytes());

    [Fact]
    public void Fit_ConstantChannelAndGaps_AnswersWithNumbers()
    {
        var runs = Runs(4, 1).Select(run => (run with { Values = run.Values.ToArray().Select((value, at) => at % 2 == 1 ? 3 : value).ToArray() }).WithBad(0, 0).WithBad(12, 1)).ToList();
        var quantiles = new double[3];
        Assert.InRange(Fit(runs, Options).Estimate(Runs(1, 5)[0].Values.Span, quantiles), 0, 60);
        Assert.All(quantiles, value => Assert.InRange(value, 0, 60));
    }

    [Fact]
    public void Fit_UnusableRuns_SaysWhichAndWhy()
    {
        var runs = Runs(4, 1);
        Says("runs", []);
        Says("runs: 1", [runs[0]]);
        Says("runs[4]", [.. runs, runs[0].Slice(0, 10)]);
        Says("runs[4].channels", [.. runs, TestData.Swinging(100, 3)]);
        Says("every sample of channel 'c1' is bad", [.. runs, Enumerable.Range(0, 40).Aggregate(runs[0].Slice(0, 40), (run, t) => run.WithBad(t, 1))]);
        Says("sample 2, channel 'c0'", [.. runs, runs[0] with { Values = runs[0].Values.ToArray().Select((value, at) => at == 4 ? float.PositiveInfinity : value).ToArray() }]);
        Says("levels", runs, Options with { Levels = [0.9, 0.1] });
        Says("least", runs, Options with { Least = 1 });
        Says("cap", runs, Options with { Cap = 0 });
        Says("folds", runs, Options with { Folds = 1 });
        Says("trees", runs, Options with { Trees = new TreeOptions { Trees = 0 } });

        static void Says(string what, IReadOnlyList<Series> runs, RemainingLifeOptions? options = null) =>
            Assert.Contains(what, Assert.Throws<InvalidRequestException>(() => Fit(runs, options ?? Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Estimate_NotFiniteOrTooShort_SaysWhere()
    {
        var model = Fit(Runs(4, 1), Options);
        var (values, quantiles) = (Runs(1, 2)[0].Slice(0, 20).Values.ToArray(), new double[3]);
        Assert.Throws<ArgumentException>(() => model.Estimate(values.AsSpan(1), quantiles));
        Assert.Throws<ArgumentException>(() => model.Estimate(values, new double[1]));
        Assert.Contains("at least 10", Assert.Throws<InvalidRequestException>(() => model.Estimate(values.AsSpan(0, 18), quantiles)).Message, StringComparison.Ordinal);
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            values[7] = bad;
            Assert.Contains("sample 3 of the window, channel 'c1'", Assert.Throws<InvalidRequestException>(() => model.Estimate(values, quantiles)).Message, StringComparison.Ordinal);
            var life = GraphRun.Of<double>(model.ToGraph(), "life", values, 1, 20, 2);
            Assert.All(life, value => Assert.True(double.IsNaN(value)));
        }
    }

    [Fact]
    public void FromGraph_Damaged_Throws()
    {
        var fitted = Fit(Runs(3, 1), Options);
        Assert.Throws<CorruptGraphException>(() => RemainingLife.FromGraph(IsolationForest.Fit(TestData.Swinging(99, 2)).ToGraph()));
        foreach (var name in new[] { "weights", "spreads", "offsets", "trees_offset", "deviation" })
        {
            var graph = fitted.ToGraph();
            graph.ReplaceInitializer(name, Tensor.Create<double>([double.NaN], 1));
            Assert.Throws<CorruptGraphException>(() => RemainingLife.FromGraph(graph));
        }
    }

    private static RemainingLife Fit(IReadOnlyList<Series> runs, RemainingLifeOptions options) => RemainingLife.Fit(runs, options, TestContext.Current.CancellationToken);

    // Wear that begins some time before the end and speeds up.
    private static List<Series> Runs(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var length = random.Next(90, 140);
            var values = Enumerable.Range(0, 2 * length).Select(i =>
            {
                var wear = Math.Exp(-(length - (i / 2)) / 25.0);
                return (float)((i % 2 == 0 ? 10 * wear : 100 - (5 * wear)) + (0.4 * (random.NextDouble() - 0.5)));
            });
            return TestData.Of([.. values], 2);
        })];
    }
}
