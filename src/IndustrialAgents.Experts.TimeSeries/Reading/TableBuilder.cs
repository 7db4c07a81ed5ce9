namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Collects the rows of one table. Used once.</summary>
internal sealed class TableBuilder(CsvRowReader rows, SeriesReaderOptions options, string source)
{
    private readonly List<float> _values = [];
    private readonly List<float> _labels = [];
    private readonly List<DateTimeOffset> _times = [];
    private bool _anyMissing;

    public SeriesTable Build()
    {
        var first = rows.Next() ?? throw Error("there is nothing in it; give a header and rows");
        if (first.Length > options.MaxColumns)
        {
            throw Error($"{first.Length} columns; at most {options.MaxColumns} are read");
        }

        // A header is a first row with a cell that is neither number nor time.
        var headed = first.Any(cell => !CellParser.IsMissing(cell) && !CellParser.TryNumber(cell, rows.Separator, out _) && !CellParser.TryTime(cell, out _));
        var names = headed ? first.Select((cell, i) => cell.Length > 0 ? cell : $"channel{i + 1}") : first.Select((_, i) => $"channel{i + 1}");
        var row = headed ? rows.Next() ?? throw Error("there is a header and no row under it") : first;
        RequireWidth(row, first.Length);
        var layout = TableLayout.Find([.. names], row, options, source);
        for (; row is not null; row = rows.Next())
        {
            RequireWidth(row, first.Length);
            Add(row, layout);
        }

        return Finish(layout);
    }

    private void RequireWidth(string[] row, int width)
    {
        if (row.Length != width)
        {
            throw Error($"{row.Length} cells separated by '{rows.Separator}'; the first line has {width}");
        }
    }

    private void Add(string[] row, TableLayout layout)
    {
        if (_values.Count + _labels.Count + row.Length > options.MaxValues)
        {
            throw Error($"more than {options.MaxValues} values; read fewer rows at a time");
        }

        foreach (var column in layout.Channels)
        {
            _values.Add(Number(row[column], layout.Names[column]));
            _anyMissing |= float.IsNaN(_values[^1]);
        }

        foreach (var column in layout.Labels)
        {
            _labels.Add(Number(row[column], layout.Names[column]));
        }

        if (layout.Time >= 0)
        {
            _times.Add(CellParser.TryTime(row[layout.Time], out var time)
                ? time
                : throw Error($"column '{layout.Names[layout.Time]}': '{row[layout.Time]}' is no time; write it as 2025-12-31T23:59:59Z"));
        }
    }

    private float Number(string cell, string column) =>
        CellParser.IsMissing(cell) ? float.NaN
        : CellParser.TryNumber(cell, rows.Separator, out var value) ? value
        : throw Error($"column '{column}': '{Shown(cell)}' is no finite number; leave the cell empty where there is no value");

    private SeriesTable Finish(TableLayout layout)
    {
        var values = _values.ToArray();
        var series = new Series
        {
            Channels = [.. layout.Channels.Select(column => new SeriesChannel(layout.Names[column]))],
            Values = values,
            Quality = _anyMissing ? Array.ConvertAll(values, v => float.IsNaN(v) ? SampleQuality.Bad : SampleQuality.Good) : default(ReadOnlyMemory<SampleQuality>),
            SamplePeriod = options.SamplePeriod ?? MedianStep(),
            Start = _times.Count > 0 ? _times[0] : null,
        };
        var labels = new Dictionary<string, float[]>(StringComparer.Ordinal);
        for (var i = 0; i < layout.Labels.Length; i++)
        {
            var column = new float[series.Length];
            for (var t = 0; t < column.Length; t++)
            {
                column[t] = _labels[(t * layout.Labels.Length) + i];
            }

            labels[layout.Names[layout.Labels[i]]] = column;
        }

        return new SeriesTable(series, labels, _times);
    }

    private TimeSpan MedianStep()
    {
        var steps = new TimeSpan[Math.Max(0, _times.Count - 1)];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = _times[i + 1] - _times[i];
        }

        Array.Sort(steps);
        return steps.Length == 0 ? TimeSpan.FromSeconds(1)
            : steps[steps.Length / 2] > TimeSpan.Zero ? steps[steps.Length / 2]
            : throw new InvalidRequestException("series", $"{source}: times do not rise; sort the rows or give the sample period");
    }

    private static string Shown(string cell) => cell.Length <= 40 ? cell : $"{cell[..40]}...";

    private InvalidRequestException Error(string message) => new("series", $"{source} line {rows.Line}: {message}");
}
