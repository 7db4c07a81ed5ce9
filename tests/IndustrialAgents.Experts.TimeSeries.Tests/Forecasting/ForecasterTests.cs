using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Forecasting;

public sealed class ForecasterTests
{
    private static readonly RidgeMethod Ridge = new() { LookBack = 48 };
    private static readonly ForecasterOptions Options = new() { Horizon = 12, Levels = [0.1, 0.5, 0.9] };

    [Fact]
    public void Predict_SwingingSeries_FollowsIt()
    {
        var series = TestData.Swinging(900, 3);
        var forecaster = Forecaster.Fit(series.Slice(0, 800), Ridge, Options);
        var median = new float[12 * 3];
        forecaster.Predict(series.Slice(800, 48).Values.Span, median);
        var truth = series.Slice(848, 12).Values.Span;
        for (var i = 0; i < median.Length; i++)
        {
            Assert.Equal(truth[i], median[i], 0.3);
        }

        Assert.Equal((48, 12, 3), (forecaster.LookBack, forecaster.Horizon, forecaster.Channels.Count));
        Assert.InRange(forecaster.HeldOutLoss, 0, 0.1);
        Assert.True(Assert.Single(forecaster.Strengths) > 0);
        Assert.Equal("ridge-48-last", forecaster.Method);
    }

    [Fact]
    public void AddQuantiles_HeldOutNoise_CoversAsStated()
    {
        var series = TestData.Swinging(3000, 2);
        var forecaster = Forecaster.Fit(series.Slice(0, 2000), Ridge, Options);
        var (median, quantiles, inside, count) = (new float[24], new float[72], 0, 0);
        for (var start = 2000; start + 60 <= 3000; start++)
        {
            forecaster.Predict(series.Slice(start, 48).Values.Span, median);
            forecaster.AddQuantiles(median, quantiles);
            Assert.Equal(median, quantiles[24..48]);
            var truth = series.Slice(start + 48, 12).Values.Span;
            for (var i = 0; i < 24; i++, count++)
            {
                inside += truth[i] >= quantiles[i] && truth[i] <= quantiles[48 + i] ? 1 : 0;
            }
        }

        Assert.InRange(inside / (double)count, 0.77, 0.83);
    }

    [Theory]
    [InlineData("last")]
    [InlineData("mean")]
    [InlineData("none")]
    [InlineData("per-channel")]
    [InlineData("calendar")]
    [InlineData("average")]
    [InlineData("selected")]
    [InlineData("repeat-last")]
    [InlineData("seasonal-naive")]
    [InlineData("holt-winters")]
    [InlineData("theta")]
    public async Task ToExpert_Loaded_AgreesWithNative(string method)
    {
        var series = TestData.Swinging(600, 3) with { SamplePeriod = TimeSpan.FromHours(1) };
        var forecaster = Forecaster.Fit(series.Slice(0, 500), Methods(method), Options);
        using var saved = new SavedExpert(forecaster.ToExpert(new ExpertId("forecaster", "1")));
        var forecast = await saved.AskAsync<Forecast>(series, ExpertTask.Forecast);
        var (median, quantiles) = (new float[36], new float[108]);
        var end = DateTimeOffset.UnixEpoch.AddHours(600);
        forecaster.Predict(series.Slice(600 - forecaster.LookBack, forecaster.LookBack).Values.Span, median, end);
        forecaster.AddQuantiles(median, quantiles);
        Assert.Equal(Options.Levels, forecast.Levels);
        Assert.Equal(end, forecast.Start);
        Assert.Equal(median, forecast.Median.ToArray(), Agree);
        Assert.Equal(quantiles, forecast.Quantiles.ToArray(), Agree);

        var loaded = Forecaster.Load(saved.Folder);
        var (again, band) = (new float[36], new float[108]);
        loaded.Predict(series.Slice(600 - loaded.LookBack, loaded.LookBack).Values.Span, again, end);
        loaded.AddQuantiles(again, band);
        Assert.Equal(median, again);
        Assert.Equal(quantiles, band);
        Assert.Equal((forecaster.Method, forecaster.HeldOutLoss), (loaded.Method, loaded.HeldOutLoss));
        Assert.Equal(5, (await saved.AskAsync<Forecast>(series, ExpertTask.Forecast, horizon: 5)).Horizon);
        await Assert.ThrowsAsync<InvalidRequestException>(() => saved.AskAsync<Forecast>(series.Slice(0, forecaster.LookBack - 1), ExpertTask.Forecast));
    }

    [Fact]
    public async Task ToExpert_CalendarWithoutTime_SaysSo()
    {
        var series = TestData.Swinging(600, 1) with { SamplePeriod = TimeSpan.FromHours(1) };
        var forecaster = Forecaster.Fit(series, Methods("calendar"), Options);
        Assert.Throws<ArgumentException>(() => forecaster.Predict(series.Slice(0, 48).Values.Span, new float[12]));
        using var saved = new SavedExpert(forecaster.ToExpert(new ExpertId("forecaster", "1")));
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => saved.AskAsync<Forecast>(series with { Start = null }, ExpertTask.Forecast));
        Assert.Contains("start", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(series with { Start = null }, Methods("calendar"), Options));
    }

    [Fact]
    public void Fit_SeriesWithoutTimes_NeedsThemForACalendarAlone()
    {
        var series = TestData.Swinging(600, 2) with { SamplePeriod = TimeSpan.FromHours(1) };
        var timeless = series with { Start = null };
        var learner = ForecastLearner.TryFit(series, Methods("calendar"), Options, out _)!;

        Assert.Equal(Forecaster.Fit(series, Ridge, Options).HeldOutLoss, Forecaster.Fit(timeless, Ridge, Options).HeldOutLoss);
        Assert.NotNull(ForecastLearner.TryFit(timeless, Ridge, Options, out _));
        foreach (var error in (InvalidRequestException[])
        [
            Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(timeless, Methods("calendar"), Options)),
            Assert.Throws<InvalidRequestException>(() => learner.Add(timeless)),
        ])
        {
            Assert.Equal("series.start", error.Field);
            Assert.Contains("give the data a column with times", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Fit_CalendarDrivenSeries_KnowsTheHour()
    {
        // Noise but for one hour of the week, which a window of two days does not hold.
        var random = new Random(4);
        var values = Enumerable.Range(0, 3000).Select(t => (float)(random.NextDouble() + (3 * Math.Sin(2 * Math.PI * t / 168)))).ToArray();
        var series = TestData.Of(values, 1) with { SamplePeriod = TimeSpan.FromHours(1) };
        var method = new RidgeMethod { LookBack = 2, Normalization = InstanceNormalization.None };
        Assert.True(
            Forecaster.Fit(series, method with { Calendar = [TimeSpan.FromDays(7)] }, Options).HeldOutLoss < 0.8 * Forecaster.Fit(series, method, Options).HeldOutLoss);
    }

    [Fact]
    public void Predict_LevelNeverSeen_FollowsTheNormalisation()
    {
        var series = TestData.Swinging(600, 1);
        var (here, there) = (new float[12], new float[12]);
        foreach (var method in new[] { "last", "mean", "average", "repeat-last", "seasonal-naive", "holt-winters", "theta" })
        {
            var forecaster = Forecaster.Fit(series, Methods(method), Options);
            var recent = series.Slice(550 - forecaster.LookBack, forecaster.LookBack).Values.Span;
            forecaster.Predict(recent, here);
            forecaster.Predict(Array.ConvertAll(recent.ToArray(), value => value + 64), there);
            Assert.Equal(here.Select(value => value + 64), there, (a, b) => Math.Abs(a - b) < 1e-4);
        }
    }

    [Fact]
    public void Predict_Naive_RepeatsThePast()
    {
        var series = TestData.Of([1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60], 2);
        var median = new float[6];
        var options = new ForecasterOptions { Horizon = 3, HeldOut = 3 };
        Forecaster.Fit(series, new RepeatLastMethod(), options).Predict([7, 70], median);
        Assert.Equal([7, 70, 7, 70, 7, 70], median, (a, b) => Math.Abs(a - b) < 1e-4);
        Forecaster.Fit(series, new SeasonalNaiveMethod(2), options).Predict([7, 70, 8, 80], median);
        Assert.Equal([7, 70, 8, 80, 7, 70], median, (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Fit_GivenStrengths_ChoosesAmongThem()
    {
        var series = TestData.Swinging(300, 2);
        Assert.Equal([3], Forecaster.Fit(series, Ridge with { Strengths = [3] }, Options).Strengths);
        Assert.Equal([3, 3], Forecaster.Fit(series, Ridge with { Strengths = [3], PerChannel = true }, Options).Strengths);
        Assert.InRange(Forecaster.Fit(series, Ridge with { StrengthBy = StrengthChoice.GeneralizedCrossValidation }, Options).HeldOutLoss, 0, 0.1);
    }

    [Fact]
    public void Fit_Selected_SaysWhatAndWhy()
    {
        var steady = Forecaster.Fit(TestData.Swinging(1000, 2), new SelectedMethod(), Options);
        Assert.Contains("not normalised", steady.Reason, StringComparison.Ordinal);
        Assert.Contains("-none", steady.Method, StringComparison.Ordinal);
        var random = new Random(1);
        var (walk, at) = (new float[1500], 0.0);
        for (var t = 0; t < walk.Length; t++)
        {
            walk[t] = (float)(at += random.NextDouble() - 0.5);
        }

        var wandering = Forecaster.Fit(TestData.Of(walk, 1), new SelectedMethod(), Options);
        Assert.Contains("so windows are normalised", wandering.Reason, StringComparison.Ordinal);
        Assert.Equal("repeat-last", Forecaster.Fit(TestData.Of(walk[..60], 1), new SelectedMethod(), Options).Method);
    }

    [Fact]
    public void Fit_BadOptions_Throws()
    {
        var series = TestData.Swinging(100, 1);
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(series, Ridge with { LookBack = 90 }, Options));
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(series, Ridge with { LookBack = 1 }, Options));
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(series, Ridge with { Calendar = [TimeSpan.Zero] }, Options));
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(series, Ridge, Options with { Horizon = 0 }));
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(series, Ridge, Options with { HeldOut = -1 }));
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(series, Ridge, Options with { Levels = [0.9, 0.1] }));
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(series, new AverageMethod([]), Options));
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(series, new SeasonalNaiveMethod(0), Options));
        Assert.Throws<ArgumentException>(() => Forecaster.Fit(series, Ridge, Options).Predict(new float[3], new float[12]));
        Assert.Throws<ArgumentException>(() => Forecaster.Fit(series, Ridge, Options).AddQuantiles(new float[3], new float[12]));
    }

    [Fact]
    public void FromGraph_NotAForecaster_Throws()
    {
        var series = TestData.Swinging(600, 2);
        Assert.Throws<CorruptGraphException>(() => Forecaster.FromGraph(PcaModel.Fit(series).ToGraph()));
        foreach (var note in new[] { "{", "{}", """{"method":"a","channels":[{"name":"a"}],"levels":[0.5],"calendar":[],"heldOutLoss":1}""" })
        {
            var graph = Forecaster.Fit(series, Ridge, Options).ToGraph();
            graph.SetMetadata("industrialagents.forecaster", note);
            Assert.Throws<CorruptGraphException>(() => Forecaster.FromGraph(graph));
        }
    }

    [Fact]
    public void Fit_LongSeries_JudgesAFewOfItsWindows()
    {
        var forecaster = Forecaster.Fit(TestData.Swinging(200_000, 1), Ridge, Options);
        Assert.InRange(forecaster.HeldOutLoss, 0, 0.1);
    }

    internal static ForecastMethod Methods(string name) => name switch
    {
        "mean" => Ridge with { Normalization = InstanceNormalization.Mean },
        "none" => Ridge with { Normalization = InstanceNormalization.None },
        "per-channel" => Ridge with { PerChannel = true },
        "calendar" => Ridge with { Calendar = [TimeSpan.FromDays(1), TimeSpan.FromDays(7)] },
        "average" => new AverageMethod([Ridge, Ridge with { LookBack = 24, Normalization = InstanceNormalization.Mean }, new RepeatLastMethod()]),
        "selected" => new SelectedMethod(),
        "repeat-last" => new RepeatLastMethod(),
        "seasonal-naive" => new SeasonalNaiveMethod(24),
        "holt-winters" => new HoltWintersMethod(24),
        "theta" => new ThetaMethod(24),
        _ => Ridge,
    };

    // To a millionth of the value, which float32 can just hold.
    private static bool Agree(float a, float b) => Math.Abs(a - b) <= 1e-6 * (1 + Math.Abs(a));
}
