using System.Globalization;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>A condition on one column.</summary>
/// <param name="Column">The column's number.</param>
/// <param name="Relation">One of <c>is</c>, <c>has</c> (a word of the cell), <c>is empty</c>, <c>=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c>.</param>
/// <param name="Values">The values of which one must fit: a text each, or a number.</param>
public sealed record TableCondition(int Column, string Relation, IReadOnlyList<string> Values)
{
    /// <summary>Whether it compares numbers.</summary>
    public bool IsComparison => Relation is "=" or "<" or "<=" or ">" or ">=";

    /// <summary>Whether a row meets it; a cell without a number meets no comparison.</summary>
    public bool Fits(KnowledgeTable table, int row)
    {
        ArgumentNullException.ThrowIfNull(table);
        var cell = table.Rows[row][Column];
        return Relation switch
        {
            "is" => Values.Contains(cell, StringComparer.OrdinalIgnoreCase),
            "has" => Words.Of(cell).Select(WordRoot.Of).ToHashSet(StringComparer.Ordinal).IsSupersetOf(Values),
            "is empty" => cell.Length == 0,
            _ => table.Number(row, Column) is { } number && Compare(number, double.Parse(Values[0], CultureInfo.InvariantCulture)),
        };
    }

    /// <summary>The condition in words.</summary>
    public string Describe(KnowledgeTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Relation == "is empty" ? $"{table.Columns[Column]} is empty" : $"{table.Columns[Column]} {Relation} {string.Join(Relation == "has" ? " and " : " or ", Values)}";
    }

    private bool Compare(double number, double bound) => Relation switch
    {
        "=" => number == bound,
        "<" => number < bound,
        "<=" => number <= bound,
        ">" => number > bound,
        _ => number >= bound,
    };
}
