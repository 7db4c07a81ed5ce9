namespace IndustrialAgents.Experts;

/// <summary>How a model is run step by step.</summary>
/// <param name="Links">What each run leaves for the next; none for a model without memory.</param>
/// <param name="Output">The output that the caller reads.</param>
public sealed record ModelStateOptions(IReadOnlyList<StateLink> Links, string Output);
