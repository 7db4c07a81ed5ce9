namespace IndustrialAgents.Orleans;

/// <summary>The stored decisions of the cluster.</summary>
[Alias("ia.decisions")]
public interface IDecisionsGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "default";

    /// <summary>The decision of an id with its feedback; null where there is none.</summary>
    [Alias("find")]
    ValueTask<Decision?> FindAsync(string decisionId, CancellationToken cancellationToken);

    /// <summary>Stores a decision; returns once it is durable.</summary>
    /// <exception cref="IOException">It could not be stored.</exception>
    [Alias("add")]
    ValueTask AddAsync(Decision decision, CancellationToken cancellationToken);

    /// <summary>Stores feedback; returns its position in the order of all feedback once it is durable.</summary>
    /// <exception cref="DecisionNotFoundException">No such decision is stored.</exception>
    /// <exception cref="IOException">It could not be stored.</exception>
    [Alias("feedback")]
    ValueTask<long> AddFeedbackAsync(Feedback feedback, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>At most <paramref name="count"/> pieces of feedback after a position, in order, each with its decision.</summary>
    [Alias("read-feedback")]
    ValueTask<IReadOnlyList<PositionedFeedback>> ReadFeedbackAsync(long after, int count, CancellationToken cancellationToken);
}
