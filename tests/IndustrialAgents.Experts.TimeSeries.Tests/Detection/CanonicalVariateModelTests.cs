namespace IndustrialAgents.Experts.TimeSeries.Tests.Detection;

public sealed class CanonicalVariateModelTests
{
    [Fact]
    public void Fit_Series_StatesItsForm()
    {
        var model = CanonicalVariateModel.Fit(TestData.Swinging(300, 3), new CanonicalVariateOptions { Lags = 2, States = 99 });
        Assert.Equal((2, 6, 3), (model.Lags, model.States, model.Channels.Count));
        Assert.True(model.StateLimit > 0 && model.ResidualLimit > 0);
    }

    [Fact]
    public void Push_NormalRows_ExceedsLimitsAboutAsOftenAsStated()
    {
        var series = TestData.Swinging(4000, 4);
        var detector = new CanonicalVariateDetector(CanonicalVariateModel.Fit(series.Slice(0, 2000), new CanonicalVariateOptions { States = 4 }));
        var alarms = Enumerable.Range(2000, 2000).Count(t => detector.Push(series[t]) > 1);
        Assert.InRange(alarms, 4, 100);
    }

    [Fact]
    public void Push_OneChannelStandsStill_IsUnusual()
    {
        // Every value is one that the channel often has: only its course is wrong.
        var series = TestData.Swinging(600, 3);
        var detector = new CanonicalVariateDetector(CanonicalVariateModel.Fit(series.Slice(0, 500), new CanonicalVariateOptions { States = 4 }));
        var alarms = 0;
        for (var t = 500; t < 600; t++)
        {
            var row = series[t].ToArray();
            row[1] = series[500][1];
            alarms += detector.Push(row) > 1 ? 1 : 0;
        }

        Assert.InRange(alarms, 50, 100);
    }

    [Fact]
    public void Fit_NothingToLearn_Throws()
    {
        Assert.Throws<InvalidRequestException>(() => CanonicalVariateModel.Fit(TestData.Swinging(40, 2)));
        Assert.Throws<InvalidRequestException>(() => CanonicalVariateModel.Fit(TestData.Of(new float[400], 2)));
        Assert.Throws<InvalidRequestException>(() => CanonicalVariateModel.Fit(TestData.Swinging(99, 2), new CanonicalVariateOptions { Lags = 0 }));
        Assert.Throws<InvalidRequestException>(() => CanonicalVariateModel.Fit(TestData.Swinging(99, 2), new CanonicalVariateOptions { States = 0 }));
        Assert.Throws<InvalidRequestException>(() => CanonicalVariateModel.Fit(TestData.Swinging(99, 2), new CanonicalVariateOptions { Ridge = 0 }));
        Assert.Throws<InvalidRequestException>(() => CanonicalVariateModel.Fit(TestData.Swinging(99, 2), new CanonicalVariateOptions { Blocks = 0 }));
    }

    [Fact]
    public void Fit_ConstantChannel_NeverScoresNaN()
    {
        var values = TestData.Swinging(300, 3).Values.ToArray();
        for (var at = 1; at < values.Length; at += 3)
        {
            values[at] = 7;
        }

        var series = TestData.Of(values, 3);
        var detector = new CanonicalVariateDetector(CanonicalVariateModel.Fit(series));
        var scores = Enumerable.Range(0, 300).Select(t => detector.Push(series[t])).ToArray()[2..];
        Assert.All(scores, score => Assert.True(double.IsFinite(score)));
        Assert.True(detector.Push([float.PositiveInfinity, 9, 200]) > 1);
    }
}
