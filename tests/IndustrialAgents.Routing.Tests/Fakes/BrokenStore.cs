namespace IndustrialAgents.Routing.Tests.Fakes;

/// <summary>A store whose disk is full while <see cref="Broken"/> is set.</summary>
internal sealed class BrokenStore : IDecisionStore
{
    private readonly InMemoryDecisionStore _inner = new();

    public bool Broken { get; set; } = true;

    public ValueTask AddAsync(Decision decision, CancellationToken cancellationToken) =>
        Broken ? throw new IOException("the disk is full") : _inner.AddAsync(decision, cancellationToken);

    public ValueTask<long> AddFeedbackAsync(IndustrialAgents.Feedback feedback, DateTimeOffset time, CancellationToken cancellationToken) =>
        Broken ? throw new IOException("the disk is full") : _inner.AddFeedbackAsync(feedback, time, cancellationToken);

    public ValueTask<Decision?> FindAsync(string decisionId, CancellationToken cancellationToken) => _inner.FindAsync(decisionId, cancellationToken);

    public IAsyncEnumerable<StoredFeedback> ReadFeedbackAsync(long after, CancellationToken cancellationToken) =>
        _inner.ReadFeedbackAsync(after, cancellationToken);
}
