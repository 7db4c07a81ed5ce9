using Orleans.Concurrency;

namespace IndustrialAgents.Orleans.Decisions;

/// <inheritdoc/>
/// <remarks>
/// Reentrant, so that writes that come together are stored together. Wraps the store that only one process may write to; where every silo writes
/// to the store itself it serves clients, and what it is asked goes to that store.
/// </remarks>
[Reentrant]
internal sealed class DecisionsGrain(DecisionStores stores) : Grain, IDecisionsGrain
{
    private const int MaxPage = 1000;

    private readonly IDecisionStore _store = stores.Local;

    public ValueTask<Decision?> FindAsync(string decisionId, CancellationToken cancellationToken) => _store.FindAsync(decisionId, cancellationToken);

    public ValueTask AddAsync(Decision decision, CancellationToken cancellationToken) => _store.AddAsync(decision, cancellationToken);

    public ValueTask<long> AddFeedbackAsync(Feedback feedback, DateTimeOffset time, CancellationToken cancellationToken) =>
        _store.AddFeedbackAsync(feedback, time, cancellationToken);

    public async ValueTask<IReadOnlyList<PositionedFeedback>> ReadFeedbackAsync(long after, int count, CancellationToken cancellationToken)
    {
        count = Math.Clamp(count, 0, MaxPage);
        var page = new List<PositionedFeedback>(Math.Min(count, 32));
        if (count > 0)
        {
            await foreach (var (position, decision, feedback) in _store.ReadFeedbackAsync(after, cancellationToken))
            {
                page.Add(new PositionedFeedback(position, decision, feedback));
                if (page.Count == count)
                {
                    break;
                }
            }
        }

        return page;
    }
}
