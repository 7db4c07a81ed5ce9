using System.Globalization;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>What rows of tables have in common, whatever file they come from.</summary>
internal static class TableRows
{
    /// <summary>Names for the columns; one that has none or one that is taken gets its number.</summary>
    public static IReadOnlyList<string> Header(IReadOnlyList<string> cells)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. cells.Select((cell, i) => cell.Trim() is { Length: > 0 } text && seen.Add(text) ? text : string.Create(CultureInfo.InvariantCulture, $"column {i + 1}"))];
    }

    public static Block Row(IReadOnlyList<string> columns, IReadOnlyList<string> cells, IReadOnlyList<string> headings, string place) =>
        new("", headings, place) { Columns = columns, Cells = [.. columns.Select((_, i) => i < cells.Count ? cells[i].Trim() : "")] };

    public static void CheckCount(string name, int rows, ReadingLimits limits) => InvalidRequestException.Require(
        rows <= limits.MaxRows, "document", $"'{name}' has more than {limits.MaxRows} rows, the limit; split it");

    public static void CheckRow(string name, IReadOnlyList<string> cells, ReadingLimits limits)
    {
        InvalidRequestException.Require(cells.Count <= limits.MaxColumns, "document", $"'{name}' has a row of more than {limits.MaxColumns} columns, the limit; split it");
        InvalidRequestException.Require(
            cells.Count == 0 || cells[^1].Length <= limits.MaxCellLength,
            "document",
            $"'{name}' has a cell of more than {limits.MaxCellLength} characters, the limit; is a quotation mark not closed?");
    }
}
