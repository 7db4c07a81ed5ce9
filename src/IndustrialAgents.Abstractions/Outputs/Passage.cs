namespace IndustrialAgents;

/// <summary>One piece of a document.</summary>
/// <param name="Id">Its id in the collection it comes from.</param>
/// <param name="Text">The text.</param>
/// <param name="Score">How well it fits, on the expert's own scale, higher is better.</param>
/// <param name="Source">Document it comes from; null where unknown.</param>
public sealed record Passage(string Id, string Text, double Score, string? Source = null)
{
    /// <summary>Name of the document alone; null where its expert does not part it from the place.</summary>
    public string? Document { get; init; }

    /// <summary>Where in the document it stands, such as <c>page 3</c>; null where unknown.</summary>
    public string? Place { get; init; }
}
