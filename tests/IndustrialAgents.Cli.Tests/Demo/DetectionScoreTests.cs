using IndustrialAgents.Cli.Demo;

namespace IndustrialAgents.Cli.Tests.Demo;

public sealed class DetectionScoreTests
{
    private static readonly AssetPath Asset = AssetPath.Parse("a/b");

    [Fact]
    public void Count_KnownRows_GivesTheTextbookFigures()
    {
        var score = new DetectionScore();
        Rows(score, count: 80, isFault: false, isAlarm: false);
        Rows(score, count: 10, isFault: false, isAlarm: true);
        Rows(score, count: 5, isFault: true, isAlarm: false);
        Rows(score, count: 15, isFault: true, isAlarm: true);

        Assert.Equal(110, score.Rows);
        Assert.Equal(2 * 15 / (30.0 + 10 + 5), score.F1, 12);
        Assert.Equal(10 / 90.0, score.FalseAlarmRate, 12);
        Assert.Equal(5 / 20.0, score.MissedAlarmRate, 12);
    }

    [Fact]
    public void Count_TwoFaultsOneDetected_CountsFaultsAndDelay()
    {
        var score = new DetectionScore();
        Rows(score, count: 4, isFault: true, isAlarm: false);
        Rows(score, count: 4, isFault: true, isAlarm: true);
        Rows(score, count: 4, isFault: false, isAlarm: false);
        Rows(score, count: 4, isFault: true, isAlarm: false);

        Assert.Equal(2, score.Faults);
        Assert.Equal(1, score.Detected);
        Assert.Equal(4, score.MedianDelay);
    }

    [Fact]
    public void Count_AlarmRaisedWhileNormal_IsAFalseAlarm()
    {
        var score = new DetectionScore();
        score.Count(Asset, isFault: false, isAlarm: true, wasRaised: true);
        score.Count(Asset, isFault: true, isAlarm: true, wasRaised: false);
        Assert.Equal(1, score.FalseAlarms);
    }

    [Fact]
    public void Figures_NothingCounted_AreZero()
    {
        var score = new DetectionScore();
        Assert.Equal((0, 0, 0), (score.F1, score.FalseAlarmRate, score.MissedAlarmRate));
        Assert.True(double.IsNaN(score.MedianDelay));
    }

    private static void Rows(DetectionScore score, int count, bool isFault, bool isAlarm)
    {
        for (var i = 0; i < count; i++)
        {
            score.Count(Asset, isFault, isAlarm, wasRaised: false);
        }
    }
}
