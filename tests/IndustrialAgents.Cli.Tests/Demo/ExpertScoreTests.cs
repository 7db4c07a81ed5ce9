using IndustrialAgents.Cli.Demo;

namespace IndustrialAgents.Cli.Tests.Demo;

public sealed class ExpertScoreTests
{
    private static readonly Dictionary<string, string> FailureModes = new() { ["drips"] = "leak" };

    [Fact]
    public void Count_LabelThatSpeaksForTheTruth_IsRight() =>
        Assert.Equal(1, Score(new ClassProbabilities(["drips", "hot"], new[] { 0.7, 0.3 }), "leak").Right);

    [Fact]
    public void Count_OtherLabel_IsWrong() => Assert.Equal(0, Score(new ClassProbabilities(["drips", "hot"], new[] { 0.2, 0.8 }), "leak").Right);

    [Theory]
    [InlineData(0.9, "leak", 1)]
    [InlineData(0.1, "leak", 0)]
    [InlineData(0.1, "normal", 1)]
    public void Count_Anomaly_IsHeldAgainstNormal(double probability, string truth, int right) =>
        Assert.Equal(right, Score(new AnomalyScores(new[] { 1.0 }, 1, probability), truth).Right);

    [Fact]
    public void Count_ExpertThatFailed_IsAskedNotAnswered()
    {
        var score = Score(null, "leak");
        Assert.Equal((1, 0, 0), (score.Asked, score.Answered, score.Right));
        Assert.Equal(3, score.MeanLatency, 9);
        Assert.Equal(0.25, score.MeanWeight, 9);
    }

    private static ExpertScore Score(ExpertOutput? output, string truth)
    {
        var score = new ExpertScore();
        score.Count(
            new Contribution { Expert = new ExpertId("e", "1"), Status = ContributionStatus.Answered, Output = output, Latency = TimeSpan.FromMilliseconds(3), Weight = 0.25 },
            FailureModes,
            truth);
        return score;
    }
}
