namespace IndustrialAgents.Experts.TimeSeries.Tests.Evaluation;

public sealed class NabScoreTests
{
    [Fact]
    public void At_NoAlarm_IsZero() => Assert.Equal(0, Score().At(double.PositiveInfinity));

    [Fact]
    public void At_FirstRowOfWindow_IsPerfect() => Assert.Equal(1, Score((40, 1)).At(1), 1e-12);

    [Fact]
    public void At_LateRowOfWindow_IsWorthLess()
    {
        // 2 / (1 + exp(-0.5)) - 1 over 2 / (1 + exp(-5)) - 1, from -1 to 1.
        Assert.Equal(((0.244918662 / 0.986614298) + 1) / 2, Score((49, 1)).At(1), 1e-6);
        Assert.Equal(Score((44, 1)).At(1), Score((44, 1), (46, 1), (49, 1)).At(1));
    }

    [Fact]
    public void At_FalseAlarm_CostsItsWeightAndLessJustAfterTheWindow()
    {
        Assert.Equal(-0.11 / 2, Score((30, 1)).At(1), 1e-12);
        Assert.Equal(-0.11 / 2, Score((90, 1)).At(1), 1e-12);
        Assert.InRange(Score((50, 1)).At(1), -0.11 / 4, 0);
    }

    [Fact]
    public void At_ProbationaryRow_DoesNotCount() => Assert.Equal(0, Score((14, 1)).At(1));

    [Fact]
    public void BestThreshold_TwoSeries_BalancesThem()
    {
        Assert.Equal(2, NabScore.BestThreshold([Score((20, 1), (40, 2)), Score((40, 3))]));
        Assert.Equal(double.PositiveInfinity, NabScore.BestThreshold([Score((20, 1))]));
    }

    [Fact]
    public void Constructor_WindowsOrScoresWrong_Throws()
    {
        Assert.Throws<ArgumentException>(() => new NabScore(new double[10], [(3, 10)]));
        Assert.Throws<ArgumentException>(() => new NabScore(new double[10], [(3, 5), (5, 6)]));
        Assert.Throws<ArgumentException>(() => new NabScore([1, double.NaN], []));
    }

    private static NabScore Score(params (int Row, double Score)[] scores)
    {
        var all = new double[100];
        foreach (var (row, score) in scores)
        {
            all[row] = score;
        }

        return new NabScore(all, [(40, 49)]);
    }
}
