namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>An entity among a text's tokens. Thread-safe.</summary>
/// <param name="Start">Its first token.</param>
/// <param name="End">The token after its last.</param>
/// <param name="Class">Its class.</param>
public readonly record struct EntitySpan(int Start, int End, string Class);
