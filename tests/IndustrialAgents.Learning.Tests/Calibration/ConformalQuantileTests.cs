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

    [Fact]
    public void Grouped_OneResidualAGroup_IsSigned()
    {
        var random = new Random(2);
        var residuals = Enumerable.Range(0, 57).Select(_ => random.NextDouble() - 0.5).Order().ToArray();
        foreach (var level in new[] { 0.05, 0.2, 0.5, 0.8, 0.95, 0.999 })
        {
            Assert.Equal(ConformalQuantile.Signed(residuals, level), ConformalQuantile.Grouped(residuals, Enumerable.Range(0, 57).ToArray(), level));
        }
    }

    [Fact]
    public void Grouped_RunsOfDifferentLength_CoversNextRunAsStated()
    {
        // Each run has an error of its own that all of its residuals share.
        var random = new Random(3);
        var (covered, rounds) = (0, 2_000);
        for (var round = 0; round < rounds; round++)
        {
            var (residuals, groups) = (new List<double>(), new List<int>());
            for (var run = 0; run < 30; run++)
            {
                var own = random.NextDouble();
                for (var i = random.Next(1, 40); i > 0; i--)
                {
                    residuals.Add(own);
                    groups.Add(run);
                }
            }

            covered += random.NextDouble() <= ConformalQuantile.Grouped([.. residuals], [.. groups], 0.9) ? 1 : 0;
        }

        Assert.InRange((double)covered / rounds, 0.88, 0.94);
    }

    [Fact]
    public void Grouped_Unusable_Throws()
    {
        Assert.Throws<ArgumentException>(() => ConformalQuantile.Grouped([], [], 0.5));
        Assert.Throws<ArgumentException>(() => ConformalQuantile.Grouped([1], [1, 2], 0.5));
        Assert.Throws<ArgumentException>(() => ConformalQuantile.Grouped([double.NaN], [1], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConformalQuantile.Grouped([1], [1], 1));
    }
}
