namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>A document taken apart.</summary>
/// <param name="Blocks">Its paragraphs and rows, in order.</param>
/// <param name="Encoding">The encoding it was read as; null where its format has none.</param>
public sealed record ReadDocument(IReadOnlyList<Block> Blocks, string? Encoding);
