namespace IndustrialAgents;

/// <summary>Documents found for a request.</summary>
/// <param name="Items">The passages, best first.</param>
public sealed record Passages(IReadOnlyList<Passage> Items) : ExpertOutput;
