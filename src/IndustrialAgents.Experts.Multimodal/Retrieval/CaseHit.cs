namespace IndustrialAgents.Experts.Multimodal;

/// <summary>A past case that was found.</summary>
/// <param name="Case">The case.</param>
/// <param name="Score">Cosine of its place and the one asked for, -1 to 1.</param>
public sealed record CaseHit(PastCase Case, double Score);
