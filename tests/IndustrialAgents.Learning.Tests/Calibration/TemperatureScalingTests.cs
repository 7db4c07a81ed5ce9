namespace IndustrialAgents.Learning.Tests.Calibration;

public sealed class TemperatureScalingTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(5)]
    public void Fit_LabelsDrawnAtATemperature_FindsIt(double temperature)
    {
        var random = new Random(4);
        var truth = new TemperatureScaling(temperature);
        var scores = Enumerable.Range(0, 12_000).Select(_ => temperature * 3 * random.NextDouble()).ToArray();
        var classes = new int[4000];
        var probabilities = new double[3];
        for (var r = 0; r < classes.Length; r++)
        {
            truth.Apply(scores.AsSpan(r * 3, 3), probabilities);
            Assert.Equal(1, probabilities.Sum(), 1e-12);
            var draw = random.NextDouble();
            classes[r] = draw < probabilities[0] ? 0 : draw < probabilities[0] + probabilities[1] ? 1 : 2;
        }

        Assert.InRange(TemperatureScaling.Fit(scores, classes, 3).Temperature / temperature, 0.9, 1.1);
    }

    [Fact]
    public void Apply_SameMemory_IsAllowed()
    {
        double[] scores = [1, 2, 10_000];
        new TemperatureScaling(2).Apply(scores, scores);
        Assert.Equal([0, 0, 1], scores);
    }

    [Fact]
    public void Fit_BadInput_Throws()
    {
        Assert.Throws<InvalidStatisticsException>(() => TemperatureScaling.Fit([1, 2], [2], 2));
        Assert.Throws<InvalidStatisticsException>(() => TemperatureScaling.Fit([1, double.NaN], [1], 2));
        Assert.Throws<InvalidStatisticsException>(() => TemperatureScaling.Fit([1], [1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TemperatureScaling(0));
    }

    [Fact]
    public void FitSmoothed_AllToldApart_IsNotSureOfEverything()
    {
        double[] scores = [0.9, 0.1, 0.8, 0.2, 0.1, 0.9, 0.3, 0.7];
        int[] classes = [0, 0, 1, 1];
        var (plain, smoothed) = (TemperatureScaling.Fit(scores, classes, 2), TemperatureScaling.FitSmoothed(scores, classes, 2));
        Assert.True(plain.Temperature < 0.01);
        Assert.InRange(smoothed.Temperature, 0.05, 10);
        Assert.Throws<InvalidStatisticsException>(() => TemperatureScaling.FitSmoothed([1, 2, 3], [0], 2));
        Assert.Throws<InvalidStatisticsException>(() => TemperatureScaling.FitSmoothed([1, 2], [2], 2));
    }
}
