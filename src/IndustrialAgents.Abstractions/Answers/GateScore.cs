namespace IndustrialAgents;

/// <summary>How the gate judged one candidate.</summary>
/// <param name="Expert">The candidate.</param>
/// <param name="Score">Its score; higher is better.</param>
/// <param name="Picked">Whether it was run.</param>
public sealed record GateScore(ExpertId Expert, double Score, bool Picked);
