namespace IndustrialAgents;

/// <summary>
/// Keeps decisions and the feedback on them. Thread-safe. What it acknowledged survives the process. Each piece of feedback has a position,
/// above 0 and rising with the order in which feedback came; a position is never used twice, also after what had it was forgotten.
/// </summary>
public interface IDecisionStore
{
    /// <summary>Stores a decision; returns once it is durable.</summary>
    /// <exception cref="IOException">It could not be stored: the disk is full, read-only or failed.</exception>
    ValueTask AddAsync(Decision decision, CancellationToken cancellationToken);

    /// <summary>
    /// Stores feedback on a stored decision; returns once it is durable. A store that several processes write to adds the same feedback on one
    /// decision once and returns the position of the first: its sender may have repeated it to another process.
    /// </summary>
    /// <returns>Position of the feedback in the order of all feedback.</returns>
    /// <exception cref="DecisionNotFoundException">No such decision is stored.</exception>
    /// <exception cref="IOException">It could not be stored.</exception>
    ValueTask<long> AddFeedbackAsync(Feedback feedback, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>The decision of an id with its feedback; null where there is none.</summary>
    ValueTask<Decision?> FindAsync(string decisionId, CancellationToken cancellationToken);

    /// <summary>
    /// Stored feedback in order of position: what a router replays at start. Where several processes write, feedback may become visible after
    /// some of a higher position; a reader that may miss none reads again from before those.
    /// </summary>
    /// <param name="after">Position to begin behind; 0 reads all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<StoredFeedback> ReadFeedbackAsync(long after, CancellationToken cancellationToken);
}
