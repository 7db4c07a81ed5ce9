namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>What a question over a table comes to.</summary>
/// <param name="Text">The answer, and how it was computed.</param>
/// <param name="Rows">Numbers of the rows it rests on, in the order told; empty where no row fits.</param>
/// <param name="Query">How the question was understood.</param>
public sealed record TableAnswer(string Text, IReadOnlyList<int> Rows, TableQuery Query);
