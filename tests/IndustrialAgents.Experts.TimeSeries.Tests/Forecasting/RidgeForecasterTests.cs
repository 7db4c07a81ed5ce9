namespace IndustrialAgents.Experts.TimeSeries.Tests.Forecasting;

public sealed class RidgeForecasterTests
{
    private static readonly RidgeForecasterOptions Options = new() { LookBack = 48, Horizon = 12, Levels = [0.1, 0.5, 0.9] };

    [Fact]
    public void Predict_SwingingSeries_FollowsIt()
    {
        var series = TestData.Swinging(900, 3);
        var forecaster = RidgeForecaster.Fit(series.Slice(0, 800), Options);
        var median = new float[12 * 3];
        forecaster.Predict(series.Slice(800, 48).Values.Span, median);
        var truth = series.Slice(848, 12).Values.Span;
        for (var i = 0; i < median.Length; i++)
        {
            Assert.Equal(truth[i], median[i], 0.3);
        }

        Assert.Equal((48, 12, 3), (forecaster.LookBack, forecaster.Horizon, forecaster.Channels.Count));
        Assert.InRange(forecaster.HeldOutLoss, 0, 0.1);
        Assert.True(forecaster.Strength > 0);
    }

    [Fact]
    public void AddQuantiles_HeldOutNoise_CoversAsStated()
    {
        var series = TestData.Swinging(3000, 2);
        var forecaster = RidgeForecaster.Fit(series.Slice(0, 2000), Options);
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

    [Fact]
    public async Task ToExpert_Loaded_AgreesWithNative()
    {
        var series = TestData.Swinging(600, 3);
        var forecaster = RidgeForecaster.Fit(series.Slice(0, 500), Options);
        using var saved = new SavedExpert(forecaster.ToExpert(new ExpertId("forecaster", "1")));
        var forecast = await saved.AskAsync<Forecast>(series, ExpertTask.Forecast);
        var (median, quantiles) = (new float[36], new float[108]);
        forecaster.Predict(series.Slice(600 - 48, 48).Values.Span, median);
        forecaster.AddQuantiles(median, quantiles);
        Assert.Equal(Options.Levels, forecast.Levels);
        Assert.Equal(forecaster.Levels, forecast.Levels);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(600), forecast.Start);
        Assert.Equal(median, forecast.Median.ToArray(), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal(quantiles, forecast.Quantiles.ToArray(), (a, b) => Math.Abs(a - b) < 1e-3);

        Assert.Equal(5, (await saved.AskAsync<Forecast>(series, ExpertTask.Forecast, horizon: 5)).Horizon);
        await Assert.ThrowsAsync<InvalidRequestException>(() => saved.AskAsync<Forecast>(series.Slice(0, 47), ExpertTask.Forecast));
    }

    [Fact]
    public void Fit_BadSamples_LeavesTheirWindowsOut()
    {
        var series = TestData.Swinging(600, 2);
        var median = new float[24];
        RidgeForecaster.Fit(series.WithBad(200, 1).WithBad(580, 0), Options).Predict(series.Slice(0, 48).Values.Span, median);
        Assert.All(median, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Fit_BadOptions_Throws()
    {
        var series = TestData.Swinging(100, 1);
        Assert.Throws<InvalidRequestException>(() => RidgeForecaster.Fit(series, Options with { LookBack = 90 }));
        Assert.Throws<InvalidRequestException>(() => RidgeForecaster.Fit(series, Options with { LookBack = 1 }));
        Assert.Throws<InvalidRequestException>(() => RidgeForecaster.Fit(series, Options with { Horizon = 0 }));
        Assert.Throws<InvalidRequestException>(() => RidgeForecaster.Fit(series, Options with { HeldOut = -1 }));
        Assert.Throws<InvalidRequestException>(() => RidgeForecaster.Fit(series, Options with { Levels = [0.9, 0.1] }));
        Assert.Throws<ArgumentException>(() => RidgeForecaster.Fit(series, Options).Predict(new float[3], new float[12]));
        Assert.Throws<ArgumentException>(() => RidgeForecaster.Fit(series, Options).AddQuantiles(new float[3], new float[12]));
    }

    [Fact]
    public void Fit_GivenStrengths_ChoosesAmongThem() =>
        Assert.Equal(3, RidgeForecaster.Fit(TestData.Swinging(300, 1), Options with { Strengths = [3] }).Strength);
}
