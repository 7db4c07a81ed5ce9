using System.Globalization;
using System.Text;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>Computes queries over tables, and says how. Thread-safe.</summary>
public static class TableAnswers
{
    private const int MaxListed = 40;
    private const int LongestName = 48;

    /// <summary>Computes a query.</summary>
    public static TableAnswer Compute(KnowledgeTable table, TableQuery query)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(query);
        int[] rows = [.. Enumerable.Range(0, table.Rows.Count).Where(row => query.Conditions.All(condition => condition.Fits(table, row)))];
        var text = new StringBuilder();
        if (rows.Length == 0 && query.Operation != TableOperation.Share)
        {
            return new TableAnswer($"No row of {table.Name} fits{How(table, query, 0)}.", [], query);
        }

        IReadOnlyList<int> told = query.Operation switch
        {
            TableOperation.Share => Share(table, query, text),
            TableOperation.Count or TableOperation.Average or TableOperation.Sum when query.Group is { } group => Groups(table, query, rows, group, text),
            TableOperation.Highest or TableOperation.Lowest when query.Group is { } group => Groups(table, query, rows, group, text),
            TableOperation.Highest or TableOperation.Lowest => Extremes(table, query, rows, text),
            TableOperation.Average or TableOperation.Sum => Mean(table, query, rows, text),
            TableOperation.Count or TableOperation.Distinct => Count(table, query, rows, text),
            _ => List(table, rows, text),
        };
        text.Append(CultureInfo.InvariantCulture, $"\nComputed over {table.Name}{How(table, query, rows.Length)}.");
        return new TableAnswer(text.ToString(), told, query);
    }

    private static string How(KnowledgeTable table, TableQuery query, int fitting)
    {
        var conditions = query.Conditions.Count == 0 ? "" : $" where {string.Join(" and ", query.Conditions.Select(condition => condition.Describe(table)))}";
        var column = query.Column is { } c ? $" of {table.Columns[c]}" : "";
        var group = query.Group is { } g ? $" by {table.Columns[g]}" : "";
        var operation = query.Operation.ToString().ToLowerInvariant();
        return string.Create(CultureInfo.InvariantCulture, $": {operation}{column}{group}{conditions}; {fitting} of {table.Rows.Count} rows");
    }

    private static int[] Count(KnowledgeTable table, TableQuery query, int[] rows, StringBuilder text)
    {
        if (query.Column is not { } column)
        {
            text.Append(CultureInfo.InvariantCulture, $"{rows.Length} rows.");
            return rows;
        }

        var values = rows.Select(row => table.Rows[row][column]).Where(cell => cell.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        text.Append(CultureInfo.InvariantCulture, $"{values.Count} different values of {table.Columns[column]}, in {rows.Length} rows");
        int[] names = [.. Enumerable.Range(0, column + 1).Where(c => !table.IsNumeric[c])];
        var apart = rows.Where(row => table.Rows[row][column].Length > 0).Select(row => string.Join('\u001f', names.Select(c => table.Rows[row][c]))).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        if (apart != values.Count)
        {
            // In a hierarchy, parts of one name within different wholes are different parts.
            text.Append(CultureInfo.InvariantCulture, $" ({apart} where the columns before it part equal names)");
        }

        text.Append(query.Operation == TableOperation.Distinct || values.Count <= 10 ? $": {string.Join("; ", values.Take(MaxListed))}." : ".");
        return rows;
    }

    private static int[] Mean(KnowledgeTable table, TableQuery query, int[] rows, StringBuilder text)
    {
        int[] numbered = [.. rows.Where(row => table.Number(row, query.Column!.Value) is not null)];
        var sum = numbered.Sum(row => table.Number(row, query.Column!.Value)!.Value);
        var value = query.Operation == TableOperation.Sum ? sum : sum / Math.Max(1, numbered.Length);
        text.Append(CultureInfo.InvariantCulture, $"{(query.Operation == TableOperation.Sum ? "Sum" : "Average")} of {table.Columns[query.Column!.Value]}: {value:0.###}, of {numbered.Length} rows.");
        return numbered;
    }

    private static int[] Share(KnowledgeTable table, TableQuery query, StringBuilder text)
    {
        int[] all = [.. Enumerable.Range(0, table.Rows.Count).Where(row => query.Conditions.All(condition => condition.IsComparison || condition.Fits(table, row)))];
        int[] part = [.. all.Where(row => query.Conditions.All(condition => condition.Fits(table, row)))];
        text.Append(CultureInfo.InvariantCulture, $"{100.0 * part.Length / Math.Max(1, all.Length):0.##} %: {part.Length} of {all.Length} rows.");
        return part;
    }

    private static int[] List(KnowledgeTable table, int[] rows, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"{rows.Length} rows:");
        Quote(table, rows, text);
        return rows;
    }

    private static int[] Extremes(KnowledgeTable table, TableQuery query, int[] rows, StringBuilder text)
    {
        var column = query.Column!.Value;
        var sign = query.Operation == TableOperation.Highest ? -1 : 1;
        int[] ranked = [.. rows.Where(row => table.Number(row, column) is not null).OrderBy(row => sign * table.Number(row, column)!.Value)];
        if (ranked.Length == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"No row that fits has a number in {table.Columns[column]}.");
            return [];
        }

        var best = table.Number(ranked[0], column)!.Value;
        int[] told = query.Top is { } top ? [.. ranked.Take(top)] : [.. ranked.TakeWhile(row => table.Number(row, column) == best)];
        text.Append(CultureInfo.InvariantCulture, $"{query.Operation} {table.Columns[column]}: {best:0.###}, {told.Length} rows:");
        Quote(table, told, text);
        return told;
    }

    private static List<int> Groups(KnowledgeTable table, TableQuery query, int[] rows, int group, StringBuilder text)
    {
        var means = query.RanksByMean || query.Operation == TableOperation.Average;
        var scored = rows.Where(row => table.Rows[row][group].Length > 0).GroupBy(row => table.Rows[row][group], StringComparer.OrdinalIgnoreCase)
            .Select(rowsOf => (Name: rowsOf.Key, Rows: rowsOf.ToList(), Score: Score(rowsOf)))
            .OrderBy(pair => query.Operation == TableOperation.Lowest ? pair.Score : -pair.Score).ToList();
        var isRanked = query.Operation is TableOperation.Highest or TableOperation.Lowest;
        var told = isRanked ? query.Top is { } top ? scored.Take(top).ToList() : scored.TakeWhile(pair => pair.Score == scored[0].Score).ToList() : scored;
        text.Append(means ? "Mean by " : query.Operation == TableOperation.Sum ? "Sum by " : "Rows by ").Append(table.Columns[group]).Append(':');
        foreach (var (name, of, score) in told.Take(MaxListed))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- {name}: {score:0.###} ({of.Count} rows)");
        }

        return [.. told.SelectMany(pair => pair.Rows)];

        double Score(IEnumerable<int> of)
        {
            if (!means && query.Operation != TableOperation.Sum)
            {
                return of.Count();
            }

            var numbers = of.Select(row => table.Number(row, query.Column!.Value)).OfType<double>().ToList();
            return query.Operation == TableOperation.Sum ? numbers.Sum() : numbers.DefaultIfEmpty(0).Average();
        }
    }

    // Names and numbers tell which row it is; long texts are left to the row itself.
    private static void Quote(KnowledgeTable table, int[] rows, StringBuilder text)
    {
        foreach (var row in rows.Take(MaxListed))
        {
            text.Append("\n- ").AppendJoin(", ", table.Columns.Select((column, i) => (Column: column, Cell: table.Rows[row][i])).Where(pair => pair.Cell.Length is > 0 and <= LongestName)
                .Select(pair => $"{pair.Column}: {pair.Cell}")).Append(" [").Append(table.Places[row]).Append(']');
        }

        if (rows.Length > MaxListed)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- and {rows.Length - MaxListed} more");
        }
    }
}
