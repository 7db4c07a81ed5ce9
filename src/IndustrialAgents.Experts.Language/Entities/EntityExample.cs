namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>A text with its entities, to learn from or to be measured on.</summary>
/// <param name="Tokens">The text's tokens.</param>
/// <param name="Spans">Its entities; they may lie within one another.</param>
public sealed record EntityExample(IReadOnlyList<string> Tokens, IReadOnlyList<EntitySpan> Spans);
