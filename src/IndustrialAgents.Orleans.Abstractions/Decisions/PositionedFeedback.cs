namespace IndustrialAgents.Orleans;

/// <summary>A piece of stored feedback with its decision.</summary>
/// <param name="Position">Place in the order of all feedback.</param>
/// <param name="Decision">The decision it is about.</param>
/// <param name="Feedback">The feedback.</param>
[GenerateSerializer, Immutable, Alias("ia.positioned-feedback")]
public sealed record PositionedFeedback([property: Id(0)] long Position, [property: Id(1)] Decision Decision, [property: Id(2)] Feedback Feedback);
