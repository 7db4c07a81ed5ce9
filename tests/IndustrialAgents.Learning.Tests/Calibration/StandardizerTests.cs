namespace IndustrialAgents.Learning.Tests.Calibration;

public sealed class StandardizerTests
{
    [Fact]
    public void Fit_Rows_MeansAndPopulationDeviations()
    {
        var standardizer = Standardizer.Fit([1, 10, 3, float.NaN, 5, 10], 2);
        Assert.Equal(2, standardizer.Width);
        Assert.Equal([3.0, 10.0], standardizer.Mean.ToArray());
        Assert.Equal(Math.Sqrt(8.0 / 3), standardizer.Deviation[0], 1e-12);
        Assert.Equal(1, standardizer.Deviation[1]);
    }

    [Fact]
    public void Apply_Rows_HasMeanZeroAndDeviationOne()
    {
        float[] values = [1e6f, 1, 1e6f + 2, 2, 1e6f + 4, 9];
        var result = new double[6];
        Standardizer.Fit(values, 2).Apply(values, result);
        Assert.Equal(0, result[0] + result[2] + result[4], 1e-9);
        Assert.Equal(3, Math.Pow(result[1], 2) + Math.Pow(result[3], 2) + Math.Pow(result[5], 2), 1e-9);
        Assert.Throws<ArgumentException>(() => Standardizer.Fit(values, 2).Apply(values.AsSpan(1), result));
    }

    [Fact]
    public void Fit_NothingToFit_Throws()
    {
        Assert.Throws<InvalidStatisticsException>(() => Standardizer.Fit([], 2));
        Assert.Throws<InvalidStatisticsException>(() => Standardizer.Fit([1, 2, 3], 2));
        Assert.Throws<InvalidStatisticsException>(() => Standardizer.Fit([1, float.NaN], 2));
        Assert.Throws<ArgumentException>(() => new Standardizer([1], [0]));
    }
}
