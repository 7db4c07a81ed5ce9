namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What the columns of a table are, by position.</summary>
/// <param name="Columns">Name and unit of every column.</param>
/// <param name="Time">The time column; -1 where there is none.</param>
/// <param name="Clock">How its cells are read; null where there is none.</param>
/// <param name="Channels">The channels.</param>
/// <param name="Labels">The label columns.</param>
internal sealed record TableLayout(SeriesChannel[] Columns, int Time, TimeCells? Clock, int[] Channels, int[] Labels)
{
    private const string Separators = ";\t|,";

    /// <summary>The likeliest separator of a line: the one it has most of outside quotes, a comma where it has none.</summary>
    public static char FindSeparator(ReadOnlySpan<char> line)
    {
        Span<int> counts = stackalloc int[Separators.Length];
        var (quoted, most) = (false, 0);
        foreach (var letter in line)
        {
            quoted ^= letter == '"';
            var which = Separators.IndexOf(letter);
            if (!quoted && which >= 0)
            {
                counts[which]++;
            }
        }

        for (var which = 1; which < counts.Length; which++)
        {
            most = counts[which] > counts[most] ? which : most;
        }

        // With decimal commas a semicolon is the separator even where commas are more.
        return counts[0] > 0 ? ';' : counts[most] == 0 ? ',' : Separators[most];
    }

    /// <summary>Works out the columns from the header and the first row.</summary>
    /// <exception cref="InvalidRequestException">A named column is missing, names repeat, times cannot be read, or no channel is left.</exception>
    public static TableLayout Find(SeriesChannel[] columns, string[] first, SeriesReaderOptions options, string source)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (!seen.Add(column.Name))
            {
                throw Error($" line 1: two columns are named '{column.Name}'; give each a name of its own");
            }
        }

        var labels = options.LabelColumns.Select(Position).ToArray();
        var ignored = options.IgnoredColumns.Select(Position).ToArray();
        var time = options.TimeColumn is { } wanted ? Position(wanted) : FindTime(columns, first, [.. labels, .. ignored]);
        string? why = null;
        var clock = time < 0 ? null : TimeCells.Find(first[time], columns[time].Unit, options, out why);
        if (why is not null)
        {
            throw Error($": column '{columns[time].Name}': {why}");
        }

        var channels = Enumerable.Range(0, columns.Length).Where(column => column != time && !labels.Contains(column) && !ignored.Contains(column)).ToArray();
        return channels.Length > 0
            ? new TableLayout(columns, time, clock, channels, labels)
            : throw Error($": no column is left for a channel; the columns are {Names()}");

        int Position(string name) => Array.FindIndex(columns, column => column.Name == name) is var at and >= 0
            ? at
            : throw Error($": there is no column '{name}'; the columns are {Names()}");

        string Names() => string.Join(", ", columns.Select(column => column.Name));

        InvalidRequestException Error(string message) => new("series", source + message);
    }

    // A date in the first row, else the name; labels and columns that are not read are none.
    private static int FindTime(SeriesChannel[] columns, string[] first, int[] others)
    {
        var free = Enumerable.Range(0, columns.Length).Where(i => !others.Contains(i)).ToArray();
        var at = free.FirstOrDefault(i => TimeCells.LooksLikeTime(first[i]) || TimeCells.IsAmbiguous(first[i]), -1);
        return at >= 0 ? at : free.FirstOrDefault(i => TimeCells.IsClock(columns[i].Name), -1);
    }
}
