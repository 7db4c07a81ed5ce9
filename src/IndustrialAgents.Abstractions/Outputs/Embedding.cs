namespace IndustrialAgents;

/// <summary>A point in a vector space; compare only points of the same space.</summary>
/// <param name="Space">Name of the space, usually the expert's name and version.</param>
/// <param name="Vector">The coordinates.</param>
public sealed record Embedding(string Space, ReadOnlyMemory<float> Vector) : ExpertOutput;
