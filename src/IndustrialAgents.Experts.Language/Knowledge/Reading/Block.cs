namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>A paragraph, or a row of a table, as it stands in a document.</summary>
/// <param name="Text">The paragraph; empty for a row.</param>
/// <param name="Headings">The headings it stands under, outermost first.</param>
/// <param name="Place">Where it stands, such as <c>line 12</c>, <c>page 3</c> or <c>sheet Pumps, row 7</c>.</param>
public sealed record Block(string Text, IReadOnlyList<string> Headings, string Place)
{
    /// <summary>Names of the columns of a row; null for a paragraph. Rows of one table share the object.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The cells of a row, one a column; empty for a paragraph.</summary>
    public IReadOnlyList<string> Cells { get; init; } = [];
}
