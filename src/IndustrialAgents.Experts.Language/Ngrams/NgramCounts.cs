namespace IndustrialAgents.Experts.Language;

/// <summary>How often a text's pieces fall into each bucket.</summary>
/// <param name="Buckets">Buckets that have at least one piece, in order of their first.</param>
/// <param name="Counts">Number of pieces of each bucket, in the order of <paramref name="Buckets"/>.</param>
public sealed record NgramCounts(ReadOnlyMemory<int> Buckets, ReadOnlyMemory<int> Counts);
