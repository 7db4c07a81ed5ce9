namespace IndustrialAgents;

/// <summary>What a text names.</summary>
/// <param name="Items">The entities in order of their beginnings, longer ones first; one may lie within another. Empty where there are none.</param>
public sealed record ExtractedEntities(IReadOnlyList<Entity> Items) : ExpertOutput;
