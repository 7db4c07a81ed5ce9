namespace IndustrialAgents.Tests;

public sealed class OutputTests
{
    [Fact]
    public void Top_Equals_GivesTheFirst()
    {
        Assert.Equal(("b", 0.4), new ClassProbabilities(["a", "b", "c"], new[] { 0.2, 0.4, 0.4 }).Top());
        Assert.Throws<InvalidOperationException>(() => new ClassProbabilities([], default).Top());
    }

    [Fact]
    public void IsAnomalous_FromHalfOn_Holds()
    {
        Assert.True(new AnomalyScores(default, 1, 0.5).IsAnomalous);
        Assert.False(new AnomalyScores(default, 1, 0.49).IsAnomalous);
    }

    [Fact]
    public void Horizon_Values_AreCountedByChannel()
    {
        Assert.Equal(3, new Forecast([new("a"), new("b")], TimeSpan.FromSeconds(1), new float[6]).Horizon);
        Assert.Equal(0, new Forecast([], TimeSpan.FromSeconds(1), default).Horizon);
    }

    [Fact]
    public void Abstained_WithAReason_Holds()
    {
        var answer = new Answer { DecisionId = "d", Task = ExpertTask.Detect, Contributions = [] };

        Assert.False(answer.Abstained);
        Assert.True((answer with { Abstention = "not sure" }).Abstained);
        Assert.Equal(new ExpertId("a", "1"), new ExpertEntry(new NamedExpert()).Id);
    }

    private sealed class NamedExpert : IExpert
    {
        public Manifest Manifest { get; } = new() { Name = "a", Version = "1", Modality = Modality.Tensor, Tasks = [ExpertTask.Regress] };

        public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
