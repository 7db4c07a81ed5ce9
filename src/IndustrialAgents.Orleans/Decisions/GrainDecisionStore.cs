using System.Runtime.CompilerServices;

namespace IndustrialAgents.Orleans.Decisions;

/// <summary>Stores decisions through the one grain that writes for all silos. Thread-safe.</summary>
internal sealed class GrainDecisionStore(IGrainFactory grains) : IDecisionStore
{
    // A decision may carry an image of some megabytes.
    private const int PageSize = 32;

    private IDecisionsGrain Grain => grains.GetGrain<IDecisionsGrain>(IDecisionsGrain.Key);

    /// <inheritdoc/>
    public ValueTask AddAsync(Decision decision, CancellationToken cancellationToken) => Grain.AddAsync(decision, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> AddFeedbackAsync(Feedback feedback, DateTimeOffset time, CancellationToken cancellationToken) =>
        Grain.AddFeedbackAsync(feedback, time, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Decision?> FindAsync(string decisionId, CancellationToken cancellationToken) => Grain.FindAsync(decisionId, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredFeedback> ReadFeedbackAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await Grain.ReadFeedbackAsync(after, PageSize, cancellationToken);
            foreach (var (position, decision, feedback) in page)
            {
                yield return new StoredFeedback(position, decision, feedback);
            }

            if (page.Count == 0)
            {
                yield break;
            }

            after = page[^1].Position;
        }
    }
}
