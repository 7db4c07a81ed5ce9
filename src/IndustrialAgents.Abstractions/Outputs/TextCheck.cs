namespace IndustrialAgents;

/// <summary>What a checker found in a generated text.</summary>
/// <param name="Language">The language it was checked for, such as <c>IEC 61131-3 ST</c>.</param>
/// <param name="Problems">What is wrong, each with its place; empty where nothing is.</param>
public sealed record TextCheck(string Language, IReadOnlyList<string> Problems)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsValid => Problems.Count == 0;
}
