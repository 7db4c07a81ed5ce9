using System.Globalization;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>A table that questions are computed over: columns, rows and where each row stands. Immutable and thread-safe.</summary>
public sealed class KnowledgeTable
{
    private const double LeastNumeric = 0.9;

    private readonly double?[][] _numbers;

    /// <summary>A table of rows of equal length.</summary>
    /// <param name="name">The document it comes from.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rows">Cells of each row, one a column.</param>
    /// <param name="places">Where each row stands in the document.</param>
    /// <exception cref="ArgumentException">A row has another number of cells than there are columns, or a place is missing.</exception>
    public KnowledgeTable(string name, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<string> places)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(places);
        if (places.Count != rows.Count || rows.Any(row => row.Count != columns.Count))
        {
            throw new ArgumentException($"{name}: each row has one cell a column ({columns.Count}) and one place", nameof(rows));
        }

        (Name, Columns, Rows, Places) = (name, columns, rows, places);
        _numbers = [.. columns.Select((_, column) => rows.Select(row => Parse(row[column])).ToArray())];
        IsNumeric = [.. columns.Select((_, column) =>
        {
            var filled = rows.Count(row => row[column].Length > 0);
            return filled > 0 && _numbers[column].Count(number => number is not null) >= LeastNumeric * filled;
        })];
    }

    /// <summary>The document it comes from.</summary>
    public string Name { get; }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Cells of each row, one a column.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>Where each row stands in the document.</summary>
    public IReadOnlyList<string> Places { get; }

    /// <summary>Whether each column holds numbers: at least nine in ten of its cells that are not empty.</summary>
    public IReadOnlyList<bool> IsNumeric { get; }

    /// <summary>The number in a cell; null where it holds none.</summary>
    public double? Number(int row, int column) => _numbers[column][row];

    /// <summary>The tables of a document's chunks: rows that share their columns.</summary>
    public static IReadOnlyList<KnowledgeTable> From(string name, IEnumerable<Chunk> chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        return
        [
            .. chunks.Where(chunk => chunk.Columns.Count > 0).GroupBy(chunk => string.Join('\u001f', chunk.Columns))
                .Select(rows => new KnowledgeTable(name, rows.First().Columns, [.. rows.Select(row => row.Cells)], [.. rows.Select(row => row.Place)])),
        ];
    }

    private static double? Parse(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
