namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What the columns of a table are, by position.</summary>
/// <param name="Names">Name of every column.</param>
/// <param name="Time">The time column; -1 where there is none.</param>
/// <param name="Channels">The channels.</param>
/// <param name="Labels">The label columns.</param>
internal sealed record TableLayout(string[] Names, int Time, int[] Channels, int[] Labels)
{
    private static readonly char[] Separators = [';', '\t', '|', ','];

    /// <summary>The likeliest separator of a line: the one it has most of outside quotes, a comma where it has none.</summary>
    public static char FindSeparator(string line)
    {
        var counts = new int[Separators.Length];
        var quoted = false;
        foreach (var letter in line)
        {
            quoted ^= letter == '"';
            var which = Array.IndexOf(Separators, letter);
            if (!quoted && which >= 0)
            {
                counts[which]++;
            }
        }

        // With decimal commas a semicolon is the separator even where commas are more.
        return counts[0] > 0 ? ';' : counts.Max() == 0 ? ',' : Separators[Array.IndexOf(counts, counts.Max())];
    }

    /// <summary>Works out the columns from the header and the first row.</summary>
    /// <exception cref="InvalidRequestException">A named column is missing, names repeat, or no channel is left.</exception>
    public static TableLayout Find(string[] names, string[] first, SeriesReaderOptions options, string source)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!seen.Add(name))
            {
                throw new InvalidRequestException("series", $"{source} line 1: two columns are named '{name}'; give each a name of its own");
            }
        }

        var time = options.TimeColumn is { } wanted ? Position(wanted) : Array.FindIndex(first, cell => CellParser.TryTime(cell, out _));
        var labels = options.LabelColumns.Select(Position).ToArray();
        var channels = Enumerable.Range(0, names.Length).Where(column => column != time && !labels.Contains(column)).ToArray();
        return channels.Length > 0
            ? new TableLayout(names, time, channels, labels)
            : throw new InvalidRequestException("series", $"{source}: no column is left for a channel; the columns are {string.Join(", ", names)}");

        int Position(string name) => Array.IndexOf(names, name) is var at and >= 0
            ? at
            : throw new InvalidRequestException("series", $"{source}: there is no column '{name}'; the columns are {string.Join(", ", names)}");
    }
}
