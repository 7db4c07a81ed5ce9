namespace IndustrialAgents.Learning.Tests.Calibration;

public sealed class ConformalQuantileTests
{
    [Fact]
    public void Upper_Level_IsTheRankOfTheDefinition()
    {
        double[] sorted = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        Assert.Equal(9, ConformalQuantile.Upper(sorted, 0.9));
        Assert.Equal(8, ConformalQuantile.Upper(sorted, 0.8));
        Assert.Equal(9, ConformalQuantile.Upper(sorted, 0.99));
        Assert.Equal(1, ConformalQuantile.Signed(sorted, 0.1));
        Assert.Equal(2, ConformalQuantile.Signed(sorted, 0.2));
        Assert.Equal(9, ConformalQuantile.Signed(sorted, 0.9));
    }

    [Fact]
    public void Signed_ExchangeableResiduals_CoversAtLeastTheLevel()
    {
        var random = new Random(1);
        var (inside, trials) = (0, 4000);
        for (var trial = 0; trial < trials; trial++)
        {
            var sorted = Enumerable.Range(0, 19).Select(_ => random.NextDouble()).Order().ToArray();
            var next = random.NextDouble();
            inside += next >= ConformalQuantile.Signed(sorted, 0.1) && next <= ConformalQuantile.Signed(sorted, 0.9) ? 1 : 0;
        }

        Assert.InRange(inside / (double)trials, 0.78, 0.82);
    }

    [Fact]
    public void Upper_BadInput_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ConformalQuantile.Upper([], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConformalQuantile.Upper([1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConformalQuantile.Signed([1], 0));
    }
}
