using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Detection;

public sealed class StreamingDetectorTests
{
    public static TheoryData<string> Kinds => ["pca", "ridge-residual", "multiscale", "canonical-variates", "isolation-forest", "state-estimation"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Push_Rows_AgreesWithOnnxModel(string kind)
    {
        var series = TestData.Swinging(400, 4).WithBad(310, 2);
        var (fitted, detector) = Fit(kind, series.Slice(0, 300));
        using var saved = new SavedExpert(fitted);
        var window = series.Slice(200, 200);
        var expected = Enumerable.Range(0, window.Length).Select(t => detector.Push(window[t])).ToArray();

        var scores = await saved.AskAsync<AnomalyScores>(window, ExpertTask.Detect);
        Assert.Equal(detector.Threshold, scores.Threshold);
        Assert.Equal(window.Length, scores.Scores.Length);
        for (var t = 0; t < expected.Length; t++)
        {
            var native = double.IsNaN(expected[t]) ? 0 : expected[t];
            Assert.Equal(native, scores.Scores.Span[t], 1e-6 * native);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Load_SavedExpert_ScoresExactlyAsFitted(string kind)
    {
        var series = TestData.Swinging(400, 3);
        var (fitted, detector) = Fit(kind, series);
        using var saved = new SavedExpert(fitted);
        var loaded = StreamingDetectors.Load(saved.Folder);
        Assert.Equal(3, loaded.Channels);
        Assert.Equal(
            Enumerable.Range(0, 50).Select(t => detector.Push(series[t])),
            Enumerable.Range(0, 50).Select(t => loaded.Push(series[t])));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task AskAsync_FaultAtTheEnd_IsAnomalousAndBlamesTheChannel(string kind)
    {
        var series = TestData.Swinging(400, 4);
        var (fitted, detector) = Fit(kind, series.Slice(0, 300));
        using var saved = new SavedExpert(fitted);
        var normal = await saved.AskAsync<AnomalyScores>(series.Slice(300, 80), ExpertTask.Detect);
        Assert.False(normal.IsAnomalous, $"{normal.Probability}");

        var values = series.Values.ToArray();
        for (var t = 360; t < 380; t++)
        {
            values[(t * 4) + 1] += t % 2 == 0 ? 30 : -30;
        }

        var window = (series with { Values = values }).Slice(300, 80);
        var scores = await saved.AskAsync<AnomalyScores>(window, ExpertTask.Detect);
        Assert.True(scores.IsAnomalous, $"{scores.Probability}");
        Assert.Equal("c1", scores.Blame[0].Channel);
        Assert.Equal(1, scores.Blame.Sum(share => share.Share), 1e-9);

        var contributions = new double[4];
        for (var t = 0; t < window.Length; t++)
        {
            detector.Push(window[t]);
        }

        detector.Blame(contributions);
        Assert.Equal(contributions.Max(), contributions[1]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reset_AfterRows_ScoresAsNew(string kind)
    {
        var series = TestData.Swinging(200, 3);
        var detector = Fit(kind, series).Detector;
        var first = Enumerable.Range(0, 60).Select(t => detector.Push(series[t])).ToArray();
        detector.Reset();
        Assert.Equal(first, Enumerable.Range(0, 60).Select(t => detector.Push(series[t])));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Push_MissingValues_HoldsTheLast(string kind)
    {
        var series = TestData.Swinging(200, 2);
        var (one, other) = (Fit(kind, series).Detector, Fit(kind, series).Detector);
        Assert.Equal(double.NaN, one.Push([float.NaN, 1]));
        one.Reset();
        for (var t = 0; t < 40; t++)
        {
            Assert.Equal(other.Push([series[t][0], series[t / 2 * 2][1]]), one.Push([series[t][0], t % 2 == 0 ? series[t][1] : float.NaN]));
        }

        Assert.Throws<ArgumentException>(() => one.Push([1]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Push_SteadyState_AllocatesNothing(string kind)
    {
        var series = TestData.Swinging(200, 8);
        var detector = Fit(kind, series).Detector;
        var row = series[7].ToArray();
        for (var i = 0; i < 100; i++)
        {
            detector.Push(row);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            detector.Push(row);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Fit_StateEstimation_StatesItsFormAndRefusesNonsense()
    {
        var model = StateEstimationModel.Fit(TestData.Swinging(200, 2), new StateEstimationOptions { Memory = 30 });
        Assert.Equal((30, 2), (model.Memory, model.Channels.Count));
        Assert.Throws<InvalidRequestException>(() => StateEstimationModel.Fit(TestData.Swinging(200, 2), new StateEstimationOptions { Memory = 1 }));
        Assert.Throws<InvalidRequestException>(() => StateEstimationModel.Fit(TestData.Swinging(200, 2), new StateEstimationOptions { Strength = 0 }));
    }

    [Fact]
    public void FromGraph_OtherModel_Throws()
    {
        Assert.Throws<CorruptGraphException>(() => StreamingDetectors.FromGraph(Mlp.Create([2, 2], 1)));
        var graph = PcaModel.Fit(TestData.Swinging(99, 2)).ToGraph();
        graph.ReplaceInitializer("mean", Tensor.Create<double>([1, double.NaN], 2));
        Assert.Throws<CorruptGraphException>(() => StreamingDetectors.FromGraph(graph));
        graph.SetMetadata("components", "99");
        Assert.Throws<CorruptGraphException>(() => StreamingDetectors.FromGraph(graph));
        graph.SetMetadata("industrialagents.detector", "other");
        Assert.Throws<CorruptGraphException>(() => StreamingDetectors.FromGraph(graph));
    }

    [Fact]
    public async Task AskAsync_WindowTooShort_NamesTheLength()
    {
        var series = TestData.Swinging(200, 2);
        using var saved = new SavedExpert(Fit("ridge-residual", series).Fitted);
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => saved.AskAsync<AnomalyScores>(series.Slice(0, 14), ExpertTask.Detect));
        Assert.Contains("at least 15", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ResidualModel_StatesItsFormAndRefusesNonsense()
    {
        var model = RidgeResidualModel.Fit(TestData.Swinging(200, 2), new RidgeResidualOptions { Lags = 3, Smoothings = [4], Strength = 2, Limit = AlarmLimit.Quantile(0.99) });
        Assert.Equal((3, 4, 6, 2), (model.Lags, model.Smoothings[0], model.WarmUp, model.Channels.Count));
        Assert.True(model.Limits[0] > 0);
        Assert.Throws<InvalidRequestException>(() => RidgeResidualModel.Fit(TestData.Swinging(12, 2)));
        Assert.Throws<InvalidRequestException>(() => RidgeResidualModel.Fit(TestData.Swinging(200, 2), new RidgeResidualOptions { Lags = 0 }));
        Assert.Throws<InvalidRequestException>(() => RidgeResidualModel.Fit(TestData.Swinging(200, 2), new RidgeResidualOptions { Strength = double.NaN }));
        Assert.Throws<InvalidRequestException>(() => RidgeResidualModel.Fit(TestData.Swinging(200, 2), new RidgeResidualOptions { Smoothings = [0] }));
        Assert.Throws<InvalidRequestException>(() => RidgeResidualModel.Fit(TestData.Swinging(200, 2), new RidgeResidualOptions { Smoothings = [] }));
        Assert.Throws<InvalidRequestException>(() => RidgeResidualModel.Fit(TestData.Swinging(200, 2), new RidgeResidualOptions { Blocks = 50 }));
    }

    internal static (FittedExpert Fitted, IBlamingDetector Detector) Fit(string kind, Series normal)
    {
        var id = new ExpertId("detector", "1");
        if (kind == "pca")
        {
            var pca = PcaModel.Fit(normal);
            return (pca.ToExpert(id), new PcaDetector(pca));
        }

        if (kind == "canonical-variates")
        {
            var variates = CanonicalVariateModel.Fit(normal, new CanonicalVariateOptions { States = 3 });
            return (variates.ToExpert(id), new CanonicalVariateDetector(variates));
        }

        if (kind == "isolation-forest")
        {
            var forest = IsolationForest.Fit(normal);
            return (forest.ToExpert(id), new IsolationForestDetector(forest));
        }

        if (kind == "state-estimation")
        {
            var estimation = StateEstimationModel.Fit(normal);
            return (estimation.ToExpert(id), new StateEstimationDetector(estimation));
        }

        var residual = RidgeResidualModel.Fit(normal, kind == "multiscale" ? RidgeResidualOptions.Multiscale : null);
        return (residual.ToExpert(id), new RidgeResidualDetector(residual));
    }
}
