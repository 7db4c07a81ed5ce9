using System.Runtime.CompilerServices;
using IndustrialAgents.Orleans;

namespace IndustrialAgents.Silo.Edge;

/// <summary>The stored decisions of the cluster, as a client reaches them. Thread-safe.</summary>
/// <param name="cluster">The cluster.</param>
internal sealed class RemoteDecisions(IClusterClient cluster) : IDecisionStore
{
    private const int PageSize = 32;

    /// <inheritdoc/>
    public ValueTask AddAsync(Decision decision, CancellationToken cancellationToken) => cluster.Decisions().AddAsync(decision, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> AddFeedbackAsync(Feedback feedback, DateTimeOffset time, CancellationToken cancellationToken) =>
        cluster.Decisions().AddFeedbackAsync(feedback, time, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Decision?> FindAsync(string decisionId, CancellationToken cancellationToken) => cluster.Decisions().FindAsync(decisionId, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredFeedback> ReadFeedbackAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await cluster.Decisions().ReadFeedbackAsync(after, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var (position, decision, feedback) in page)
            {
                yield return new StoredFeedback(position, decision, feedback);
            }

            after = page[^1].Position;
        }
    }
}
