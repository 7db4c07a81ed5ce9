namespace IndustrialAgents.Routing;

/// <summary>Result of a merge.</summary>
/// <param name="Output">The merged output.</param>
/// <param name="Confidence">How sure it is, 0 to 1.</param>
/// <param name="Weights">Share of each vote, in their order; they sum to 1, and 0 is a vote that was not used.</param>
public sealed record MergedOutput(ExpertOutput Output, double Confidence, IReadOnlyList<double> Weights);
