namespace IndustrialAgents.Orleans;

/// <summary>A piece of stored feedback with its decision.</summary>
/// <param name="Position">Place in the order of all feedback.</param>
/// <param name="Decision">The decision it is about.</param>
/// <param name="Feedback">The feedback.</param>
public sealed record PositionedFeedback(long Position, Decision Decision, Feedback Feedback);
