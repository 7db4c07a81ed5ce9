namespace IndustrialAgents.Gateway.Tests.Fakes;

internal sealed class FakeDecisions : IDecisionStore
{
    public Dictionary<string, Decision> Stored { get; } = [];

    public ValueTask AddAsync(Decision decision, CancellationToken cancellationToken)
    {
        Stored[decision.Id] = decision;
        return default;
    }

    public ValueTask AddFeedbackAsync(Feedback feedback, DateTimeOffset time, CancellationToken cancellationToken) => default;

    public ValueTask<Decision?> FindAsync(string decisionId, CancellationToken cancellationToken) => new(Stored.GetValueOrDefault(decisionId));

    public IAsyncEnumerable<(Decision Decision, Feedback Feedback)> ReadFeedbackAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
