namespace IndustrialAgents.Experts.TimeSeries.Tests.Forecasting;

public sealed class ForecasterRobustnessTests
{
    private static readonly ForecasterOptions Options = new() { Horizon = 12, Levels = [0.1, 0.5, 0.9] };

    public static TheoryData<string> AllMethods =>
        ["last", "mean", "none", "per-channel", "calendar", "average", "selected", "repeat-last", "seasonal-naive", "holt-winters", "theta"];

    [Theory]
    [MemberData(nameof(AllMethods))]
    public void Fit_ConstantChannel_ForecastsTheConstant(string method)
    {
        var values = TestData.Swinging(600, 2).Values.ToArray();
        for (var at = 1; at < values.Length; at += 2)
        {
            values[at] = 42;
        }

        var series = Hourly(TestData.Of(values, 2));
        var forecaster = Forecaster.Fit(series, ForecasterTests.Methods(method), Options);
        var (median, quantiles) = Ask(forecaster, series);
        Assert.All(median.Where((_, i) => i % 2 == 1), value => Assert.Equal(42, value, 1e-3));
        Assert.All(quantiles, value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(AllMethods))]
    public void Fit_GapsAndInfinities_LeavesTheirWindowsOut(string method)
    {
        var values = TestData.Swinging(900, 2).Values.ToArray();
        (values[300], values[301], values[1750]) = (float.PositiveInfinity, float.NegativeInfinity, float.NaN);
        var series = Hourly(TestData.Of(values, 2).WithBad(500, 1));
        var forecaster = Forecaster.Fit(series, ForecasterTests.Methods(method), Options);
        var (median, quantiles) = Ask(forecaster, series.Slice(510, 300));
        Assert.All(median.Concat(quantiles), value => Assert.True(float.IsFinite(value)));
        Assert.InRange(forecaster.HeldOutLoss, 0, 10);
    }

    [Theory]
    [MemberData(nameof(AllMethods))]
    public void Fit_NothingToLearnFrom_SaysWhatIsMissing(string method)
    {
        var chosen = ForecasterTests.Methods(method);
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(Hourly(TestData.Swinging(1, 2)), chosen, Options));
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(Hourly(TestData.Of([], 2)), chosen, Options));
        var values = TestData.Swinging(600, 2).Values.ToArray();
        for (var at = 1; at < values.Length; at += 2)
        {
            values[at] = float.NaN;
        }

        var error = Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(Hourly(TestData.Of(values, 2)), chosen, Options));
        Assert.Contains("c1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_GapsOfOneChannel_CostTheOtherNothing()
    {
        var series = TestData.Swinging(600, 2);
        var gappy = Enumerable.Range(1, 5).Aggregate(series, (sum, i) => sum.WithBad(i * 20, 1));
        var method = new RidgeMethod { LookBack = 48, PerChannel = true };
        var (whole, other) = (new float[24], new float[24]);
        Forecaster.Fit(series, method, Options).Predict(series.Slice(500, 48).Values.Span, whole);
        Forecaster.Fit(gappy, method, Options).Predict(series.Slice(500, 48).Values.Span, other);
        Assert.Equal(whole.Where((_, i) => i % 2 == 0), other.Where((_, i) => i % 2 == 0));
        Assert.NotEqual(whole, other);
    }

    [Fact]
    public void Predict_NotFiniteOrTooLarge_SaysWhere()
    {
        var series = TestData.Swinging(600, 2);
        var forecaster = Forecaster.Fit(series, ForecasterTests.Methods("last"), Options);
        foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var window = series.Slice(0, 48).Values.ToArray();
            window[7] = value;
            var error = Assert.Throws<InvalidRequestException>(() => forecaster.Predict(window, new float[24]));
            Assert.Contains("sample 3, channel 'c1'", error.Message, StringComparison.Ordinal);
        }

        var huge = Enumerable.Repeat(-float.MaxValue, 96).ToArray();
        huge[^1] = huge[^2] = float.MaxValue;
        huge[0] = huge[1] = float.MaxValue;
        var median = new float[24];
        try
        {
            forecaster.Predict(huge, median);
        }
        catch (InvalidRequestException e)
        {
            Assert.Contains("too large", e.Message, StringComparison.Ordinal);
            Array.Clear(median);
        }

        Assert.All(median, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public async Task ToExpert_ChannelDisappears_SaysWhichOrHoldsItsLastValue()
    {
        var series = TestData.Swinging(600, 2);
        using var saved = new SavedExpert(Forecaster.Fit(series, ForecasterTests.Methods("last"), Options).ToExpert(new ExpertId("forecaster", "1")));
        var error = await Assert.ThrowsAsync<InvalidRequestException>(
            () => saved.AskAsync<Forecast>(TestData.Swinging(600, 1), ExpertTask.Forecast));
        Assert.Contains("'c1' is missing", error.Message, StringComparison.Ordinal);

        var gone = Enumerable.Range(590, 10).Aggregate(series, (sum, t) => sum.WithBad(t, 1));
        var forecast = await saved.AskAsync<Forecast>(gone, ExpertTask.Forecast);
        Assert.All(forecast.Median.ToArray().Concat(forecast.Quantiles.ToArray()), value => Assert.True(float.IsFinite(value)));

        var silent = Enumerable.Range(552, 48).Aggregate(series, (sum, t) => sum.WithBad(t, 1));
        error = await Assert.ThrowsAsync<InvalidRequestException>(() => saved.AskAsync<Forecast>(silent, ExpertTask.Forecast));
        Assert.Contains("'c1'", error.Message, StringComparison.Ordinal);
    }

    private static Series Hourly(Series series) => series with { SamplePeriod = TimeSpan.FromHours(1) };

    private static (float[] Median, float[] Quantiles) Ask(Forecaster forecaster, Series series)
    {
        var (median, quantiles) = (new float[24], new float[72]);
        forecaster.Predict(
            series.Slice(series.Length - forecaster.LookBack, forecaster.LookBack).Values.Span, median, series.Start + (series.Length * series.SamplePeriod));
        forecaster.AddQuantiles(median, quantiles);
        return (median, quantiles);
    }
}
