using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Classification;

public sealed class SeriesClassifierTests
{
    private const int Length = 120;

    [Theory]
    [InlineData(SeriesFeatureKind.Selected)]
    [InlineData(SeriesFeatureKind.Spectrum)]
    [InlineData(SeriesFeatureKind.MiniRocket)]
    [InlineData(SeriesFeatureKind.Both)]
    public async Task ToExpert_SavedAndLoaded_ClassifiesAsTheNativeForm(SeriesFeatureKind kind)
    {
        var classifier = Fit(Windows(12, 1), new SeriesClassifierOptions { Features = kind, Noise = [10] });
        Assert.Equal(["fast", "slow", "steady"], classifier.Labels);
        Assert.Equal((Length, 2), (classifier.Length, classifier.Channels.Count));
        Assert.True(classifier.HeldOutAccuracy > 0.95);
        Assert.Equal(kind == SeriesFeatureKind.Selected, classifier.Reason is not null);
        Assert.True(kind == SeriesFeatureKind.Selected || classifier.Features == kind);
        using var saved = new SavedExpert(classifier.ToExpert(new ExpertId("vibration", "1"), new Dictionary<string, string> { ["fast"] = "bearing" }));
        var loaded = SeriesClassifier.Load(saved.Folder);
        Assert.Equal((classifier.Features, classifier.HeldOutAccuracy), (loaded.Features, loaded.HeldOutAccuracy));
        foreach (var window in Windows(4, 2))
        {
            var native = classifier.Classify(window.Series.Values.Span);
            var answer = await saved.AskAsync<ClassProbabilities>(window.Series, ExpertTask.Classify);
            Assert.Equal(window.Label, native.Top().Label);
            Assert.Equal(native.Labels, answer.Labels);
            Assert.Equal(1, native.Probabilities.ToArray().Sum(), 1e-9);
            Assert.All(native.Probabilities.ToArray().Zip(answer.Probabilities.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
            Assert.Equal(native.Probabilities.ToArray(), loaded.Classify(window.Series.Values.Span).Probabilities.ToArray());
        }
    }

    [Fact]
    public void Fit_WithNoise_KnowsNoisyWindows()
    {
        var random = new Random(5);
        var noisy = Windows(20, 3).Select(window => window with { Series = window.Series with { Values = window.Series.Values.ToArray().Select(v => (float)(v + (3 * (random.NextDouble() - 0.5)))).ToArray() } }).ToList();
        double Right(double[] noise)
        {
            var classifier = Fit(Windows(20, 1), new SeriesClassifierOptions { Features = SeriesFeatureKind.Spectrum, Noise = noise });
            return noisy.Average(window => classifier.Classify(window.Series.Values.Span).Top().Label == window.Label ? 1.0 : 0);
        }

        Assert.True(Right([5, 0, -5]) > Right([]));
    }

    [Fact]
    public void Fit_SameWindows_GivesTheSameModel()
    {
        var options = new SeriesClassifierOptions { Noise = [0], Features = SeriesFeatureKind.Both, MiniRocket = new MiniRocketOptions { Features = 420 } };
        Assert.Equal(Fit(Windows(4, 1), options).ToGraph().ToBytes(), Fit(Windows(4, 1), options).ToGraph().ToBytes());
    }

    [Fact]
    public void Fit_ConstantChannelAndGaps_AnswersWithNumbers()
    {
        var windows = Windows(6, 1).Select((window, w) => window with { Series = (w == 2 ? Still(window.Series).WithBad(0, 0).WithBad(7, 1) : Still(window.Series)) }).ToList();
        var classifier = Fit(windows);
        Assert.All(classifier.Classify(windows[0].Series.Values.Span).Probabilities.ToArray(), p => Assert.InRange(p, 0, 1));
        Assert.All(classifier.Classify(new float[2 * Length]).Probabilities.ToArray(), p => Assert.InRange(p, 0, 1));

        static Series Still(Series series) => series with { Values = series.Values.ToArray().Select((value, at) => at % 2 == 1 ? 5 : value).ToArray() };
    }

    [Fact]
    public void Fit_UnusableWindows_SaysWhichAndWhy()
    {
        var windows = Windows(3, 1);
        Says("windows", []);
        Says("one class", [windows[0]]);
        Says("one class", [.. windows.Where(window => window.Label == "fast")]);
        Says("class 'slow' has 1", [.. windows.Where(window => window.Label == "fast"), windows.First(window => window.Label == "slow")]);
        Says("windows[9].series", [.. windows, windows[0] with { Series = windows[0].Series.Slice(0, 60) }]);
        Says("windows[9].series", [.. windows, windows[0] with { Series = TestData.Swinging(Length, 3) }]);
        Says("every sample of channel 'c1' is bad", [.. windows, windows[0] with { Series = Enumerable.Range(0, Length).Aggregate(windows[0].Series, (series, t) => series.WithBad(t, 1)) }]);
        Says("sample 4, channel 'c0'", [.. windows, windows[0] with { Series = With(windows[0].Series, 8, float.PositiveInfinity) }]);
        Says("folds", windows, new SeriesClassifierOptions { Folds = 1 });
        Says("noise", windows, new SeriesClassifierOptions { Noise = [double.NaN] });

        static void Says(string what, IReadOnlyList<LabelledSeries> windows, SeriesClassifierOptions? options = null) =>
            Assert.Contains(what, Assert.Throws<InvalidRequestException>(() => Fit(windows, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classify_NotFiniteOrTooLarge_NeverANumberThatIsNone()
    {
        var classifier = Fit(Windows(4, 1), new SeriesClassifierOptions { MiniRocket = new MiniRocketOptions { Features = 420 }, Features = SeriesFeatureKind.Both });
        var good = Windows(1, 2)[0].Series;
        Assert.Throws<ArgumentException>(() => classifier.Classify(new float[3]));
        Assert.Contains("sample 4, channel 'c0'", Assert.Throws<InvalidRequestException>(() => classifier.Classify(With(good, 8, float.NaN).Values.Span)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidRequestException>(() => classifier.Classify(With(good, 8, float.PositiveInfinity).Values.Span));
        var model = GraphRun.Of(classifier.ToGraph(), "probabilities", With(good, 8, float.NaN).Values.ToArray(), 1, Length, 2);
        Assert.All(model, value => Assert.True(float.IsNaN(value)));
        try
        {
            Assert.All(classifier.Classify(With(good, 8, float.MaxValue).Values.Span).Probabilities.ToArray(), p => Assert.InRange(p, 0, 1));
        }
        catch (InvalidRequestException error)
        {
            Assert.Contains("too large", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FromGraph_Damaged_Throws()
    {
        var fitted = Fit(Windows(3, 1), new SeriesClassifierOptions { Features = SeriesFeatureKind.Both, MiniRocket = new MiniRocketOptions { Features = 84 } });
        Assert.Throws<CorruptGraphException>(() => SeriesClassifier.FromGraph(IsolationForest.Fit(TestData.Swinging(99, 2)).ToGraph()));
        foreach (var (name, tensor) in new[]
        {
            ("weights", Tensor.Create<float>([1], 1)), ("intercept", Tensor.Create<float>([1, 2, float.NaN], 3)), ("minirocket_biases", Tensor.Create<float>([1], 1)), ("deviation", Tensor.Create<double>([0, 0], 2)),
        })
        {
            var graph = fitted.ToGraph();
            graph.ReplaceInitializer(name, tensor);
            Assert.Throws<CorruptGraphException>(() => SeriesClassifier.FromGraph(graph));
        }
    }

    private static SeriesClassifier Fit(IReadOnlyList<LabelledSeries> windows, SeriesClassifierOptions? options = null) =>
        SeriesClassifier.Fit(windows, options, TestContext.Current.CancellationToken);

    private static Series With(Series series, int at, float value)
    {
        var values = series.Values.ToArray();
        values[at] = value;
        return series with { Values = values };
    }

    private static List<LabelledSeries> Windows(int perClass, int seed)
    {
        var random = new Random(seed);
        var windows = new List<LabelledSeries>();
        foreach (var (label, period) in new[] { ("steady", 40.0), ("slow", 12.0), ("fast", 5.0) })
        {
            for (var w = 0; w < perClass; w++)
            {
                var phase = random.NextDouble() * 10;
                var values = Enumerable.Range(0, 2 * Length).Select(i => (float)(Math.Sin((2 * Math.PI * (i / 2) / period) + phase) + (i % 2) + (0.4 * (random.NextDouble() - 0.5)))).ToArray();
                windows.Add(new LabelledSeries(label, TestData.Of(values, 2)));
            }
        }

        return windows;
    }
}
