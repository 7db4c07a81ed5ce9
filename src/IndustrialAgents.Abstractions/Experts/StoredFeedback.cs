namespace IndustrialAgents;

/// <summary>A piece of stored feedback with the decision it is about.</summary>
/// <param name="Position">Its place in the order of all feedback of the store; above 0, never used twice, with gaps.</param>
/// <param name="Decision">The decision, with all feedback on it.</param>
/// <param name="Feedback">The feedback.</param>
public sealed record StoredFeedback(long Position, Decision Decision, Feedback Feedback);
