namespace IndustrialAgents.Gateway.Tests.Fakes;

internal sealed class FakeDecisions : IDecisionStore
{
    public Dictionary<string, Decision> Stored { get; } = [];

    public ValueTask AddAsync(Decision decision, CancellationToken cancellationToken)
    {
        Stored[decision.Id] = decision;
        return default;
    }

    public ValueTask<long> AddFeedbackAsync(Feedback feedback, DateTimeOffset time, CancellationToken cancellationToken) => default;

    public ValueTask<Decision?> FindAsync(string decisionId, CancellationToken cancellationToken) => new(Stored.GetValueOrDefault(decisionId));

    public IAsyncEnumerable<StoredFeedback> ReadFeedbackAsync(long after, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
