namespace IndustrialAgents;

/// <summary>Keeps decisions and the feedback on them. Thread-safe. What it acknowledged survives the process.</summary>
public interface IDecisionStore
{
    /// <summary>Stores a decision; returns once it is durable.</summary>
    /// <exception cref="IOException">It could not be stored: the disk is full, read-only or failed.</exception>
    ValueTask AddAsync(Decision decision, CancellationToken cancellationToken);

    /// <summary>Stores feedback on a stored decision; returns once it is durable.</summary>
    /// <exception cref="DecisionNotFoundException">No such decision is stored.</exception>
    /// <exception cref="IOException">It could not be stored.</exception>
    ValueTask AddFeedbackAsync(Feedback feedback, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>The decision of an id with its feedback; null where there is none.</summary>
    ValueTask<Decision?> FindAsync(string decisionId, CancellationToken cancellationToken);

    /// <summary>All decisions that have feedback, in the order the feedback came, each once per feedback: what a router replays at start.</summary>
    IAsyncEnumerable<(Decision Decision, Feedback Feedback)> ReadFeedbackAsync(CancellationToken cancellationToken);
}
