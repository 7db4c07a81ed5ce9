namespace IndustrialAgents.Experts.TimeSeries.Tests.Detection;

public sealed class PcaModelTests
{
    [Fact]
    public void Fit_TwoDirectionsOfFour_KeepsThem()
    {
        var model = PcaModel.Fit(TestData.Swinging(500, 4), new PcaOptions { Variance = 0.99 });
        Assert.Equal(2, model.Components);
        Assert.Equal(4, model.Channels.Count);
        Assert.True(model.TSquaredLimit > 0 && model.SpeLimit > 0);
    }

    [Fact]
    public void Score_NormalRows_ExceedsLimitsAsOftenAsStated()
    {
        var series = TestData.Swinging(2000, 5);
        var model = PcaModel.Fit(series, new PcaOptions { Limit = AlarmLimit.Quantile(0.9) });
        var scores = Enumerable.Range(0, series.Length).Select(t => model.Score(series[t])).ToArray();
        Assert.Equal(200, scores.Count(score => score.TSquared > model.TSquaredLimit));
        Assert.Equal(200, scores.Count(score => score.Spe > model.SpeLimit));
        Assert.All(scores, score => Assert.Equal(Math.Max(score.TSquared / model.TSquaredLimit, score.Spe / model.SpeLimit), score.Score, 1e-12));
    }

    [Fact]
    public void Score_AllVarianceKept_TSquaredIsMahalanobisDistance()
    {
        // Two channels that do not correlate: T² is the sum of squared deviations.
        var series = TestData.Of([1, 1, -1, 1, 1, -1, -1, -1, 1, 1, -1, 1, 1, -1, -1, -1, 1, 1, -1, 1, 1, -1, -1, -1], 2);
        var score = PcaModel.Fit(series, new PcaOptions { Variance = 1 }).Score([3, 2]);
        Assert.Equal(13, score.TSquared, 1e-9);
        Assert.Equal(0, score.Spe, 1e-9);
    }

    [Fact]
    public void Score_OneChannelOff_IsUnusualAndBlamed()
    {
        var series = TestData.Swinging(500, 4);
        var model = PcaModel.Fit(series);
        var row = series[100].ToArray();
        row[2] += 5;
        var contributions = new double[4];
        Assert.True(model.Score(row, contributions).Score > 1);
        Assert.Equal(contributions.Max(), contributions[2]);
        Assert.Throws<ArgumentException>(() => model.Score([1]));
    }

    [Fact]
    public void Fit_NothingToLearn_Throws()
    {
        Assert.Throws<InvalidRequestException>(() => PcaModel.Fit(TestData.Swinging(9, 2)));
        Assert.Throws<InvalidRequestException>(() => PcaModel.Fit(TestData.Of(new float[40], 2)));
        Assert.Throws<InvalidRequestException>(() => PcaModel.Fit(TestData.Swinging(99, 2), new PcaOptions { Variance = 0 }));
    }

    [Fact]
    public void Fit_BadSamples_AreLeftOut()
    {
        var series = TestData.Swinging(300, 3);
        var whole = PcaModel.Fit(series.Slice(1, 299)).Score(series[5]);
        Assert.Equal(whole, PcaModel.Fit(series.WithBad(0, 1)).Score(series[5]));
    }
}
