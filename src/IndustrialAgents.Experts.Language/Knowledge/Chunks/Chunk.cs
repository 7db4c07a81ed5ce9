namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>A piece of a document that is found and quoted as one: a row of a table, or paragraphs under one heading.</summary>
/// <param name="Text">The text; a row as <c>column: value</c>, one a line.</param>
/// <param name="Heading">The headings it stands under, joined by <c> › </c>; empty where there is none.</param>
/// <param name="Place">Where it stands in the document.</param>
public sealed record Chunk(string Text, string Heading, string Place)
{
    /// <summary>Names of the columns of a row; empty for prose.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Cells of a row, one a column; empty for prose.</summary>
    public IReadOnlyList<string> Cells { get; init; } = [];

    /// <summary>The text with its headings above it.</summary>
    public string Whole => Heading.Length > 0 ? $"{Heading}\n{Text}" : Text;
}
