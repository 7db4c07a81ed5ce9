using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.TimeSeries.Tests.Forecasting;

public sealed class SmoothingMethodTests
{
    private static readonly ForecasterOptions Options = new() { Horizon = 12 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Predict_PureSeason_ContinuesIt(bool theta)
    {
        var season = new float[] { 3, 1, 4, 1, 5, 9 };
        var series = TestData.Of([.. Enumerable.Range(0, 300).Select(t => season[t % 6] + (0.001f * (t % 7)))], 1);
        var forecaster = Forecaster.Fit(series, theta ? new ThetaMethod(6) : new HoltWintersMethod(6), Options);
        Assert.Equal(60, forecaster.LookBack);
        var median = new float[12];
        forecaster.Predict(series.Slice(240, 60).Values.Span, median);
        for (var h = 0; h < 12; h++)
        {
            Assert.Equal(season[h % 6], median[h], 0.05);
        }
    }

    [Fact]
    public void Predict_HoltWintersOnSteadyRise_GoesOnRising()
    {
        var random = new Random(2);
        var series = TestData.Of([.. Enumerable.Range(0, 400).Select(t => (float)(t + (0.01 * random.NextDouble())))], 1);
        var median = new float[12];
        Forecaster.Fit(series, new HoltWintersMethod(1), Options).Predict(series.Slice(300, 100).Values.Span, median);
        Assert.InRange(median[0], 399, 401);
        Assert.InRange(median[3], 401, 404);
        Assert.All(median.Zip(median.Skip(1)), pair => Assert.True(pair.Second > pair.First));
    }

    [Fact]
    public void Predict_ThetaWithoutSeason_IsSmoothingWithHalfTheSlope()
    {
        // Fully determined: on a line of slope b the regression's slope is b, and smoothing lags by (1 - α)(1 - (1 - α)ⁿ⁻¹)/α.
        var series = TestData.Of([.. Enumerable.Range(0, 400).Select(t => 2f * t)], 1);
        var median = new float[12];
        Forecaster.Fit(series, new ThetaMethod(1) { LookBack = 50 }, Options).Predict(series.Slice(350, 50).Values.Span, median);
        Assert.All(median.Zip(median.Skip(1)), pair => Assert.Equal(1, pair.Second - pair.First, 1e-2));
    }

    [Fact]
    public void Predict_AnyTwoWindows_IsLinear() =>
        Prop.ForAll(
            (from seed in Gen.Choose(0, 1 << 20) from season in Gen.Choose(1, 6) from theta in Gen.Elements(true, false) select (seed, season, theta)).ToArbitrary(),
            given =>
            {
                var series = TestData.Swinging(200, 1, given.seed);
                var forecaster = Forecaster.Fit(series, given.theta ? new ThetaMethod(given.season) : new HoltWintersMethod(given.season), Options);
                var random = new Random(given.seed);
                float[] Window() => [.. Enumerable.Range(0, forecaster.LookBack).Select(_ => (float)random.NextDouble())];
                var (a, b) = (Window(), Window());
                var (ofA, ofB, ofMean) = (new float[12], new float[12], new float[12]);
                forecaster.Predict(a, ofA);
                forecaster.Predict(b, ofB);
                forecaster.Predict([.. a.Zip(b, (x, y) => (x + y) / 2)], ofMean);
                for (var h = 0; h < 12; h++)
                {
                    Assert.Equal((ofA[h] + ofB[h]) / 2, ofMean[h], 1e-4 * (1 + Math.Abs(ofA[h]) + Math.Abs(ofB[h])));
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Fit_BadSettings_Throws()
    {
        var series = TestData.Swinging(200, 1);
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(series, new HoltWintersMethod(0), Options));
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(series, new ThetaMethod(24) { LookBack = 30 }, Options));
        Assert.Throws<InvalidRequestException>(() => Forecaster.Fit(series, new HoltWintersMethod(24), Options));
    }
}
