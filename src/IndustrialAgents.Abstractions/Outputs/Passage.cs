namespace IndustrialAgents;

/// <summary>One piece of a document.</summary>
/// <param name="Id">Its id in the collection it comes from.</param>
/// <param name="Text">The text.</param>
/// <param name="Score">How well it fits, on the expert's own scale, higher is better.</param>
/// <param name="Source">Document it comes from; null where unknown.</param>
public sealed record Passage(string Id, string Text, double Score, string? Source = null);
