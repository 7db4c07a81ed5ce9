namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Reads the header of one table, then its rows, one by one. Used once.</summary>
internal sealed class TableReader
{
    private const int MaxWords = 100_000;
    private readonly CsvRowReader _rows;
    private readonly SeriesReaderOptions _options;
    private readonly string _source;
    private readonly CellParser _cells;
    private readonly int _width;
    private readonly Words?[] _words;
    private bool _waiting = true;

    /// <summary>Reads up to the first row of values.</summary>
    /// <exception cref="InvalidRequestException">There is none, or no channel in it.</exception>
    public TableReader(CsvRowReader rows, SeriesReaderOptions options, string source)
    {
        (_rows, _options, _source) = (rows, options, source);
        if (options.DecimalMark is { } mark && (mark is not ('.' or ',') || mark == options.Separator))
        {
            throw new InvalidRequestException("decimalMark", $"'{mark}'; it must be a point or a comma, and not the separator");
        }

        var first = rows.Next() ? rows.ToArray() : throw Error("there is nothing in it; give a header and rows");
        _cells = new CellParser(rows.Separator, options.DecimalMark ?? (rows.Separator == ',' ? '.' : null));
        _width = first.Length;
        if (first.Length > options.MaxColumns)
        {
            throw Error($"{first.Length} columns; at most {options.MaxColumns} are read");
        }

        // A header is a first row with a cell that is neither number nor time.
        var columns = new SeriesChannel[first.Length];
        if (first.Any(IsText))
        {
            NextRow();
            Name(columns, first);
        }
        else
        {
            columns = [.. first.Select((_, i) => new SeriesChannel($"channel{i + 1}"))];
        }

        Layout = TableLayout.Find(columns, rows.ToArray(), options, source);
        _words = Array.ConvertAll(Layout.Labels, column => options.TextColumns.Contains(Layout.Columns[column].Name) ? new Words() : null);
    }

    /// <summary>What the columns are.</summary>
    public TableLayout Layout { get; }

    /// <summary>The words of the text columns so far.</summary>
    public Dictionary<string, IReadOnlyList<string>> Texts() => Enumerable.Range(0, _words.Length)
        .Where(i => _words[i] is not null)
        .ToDictionary(i => Layout.Columns[Layout.Labels[i]].Name, i => (IReadOnlyList<string>)[.. _words[i]!.All]);

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidRequestException">The row is broken; the message names line and column.</exception>
    public bool Read(RawRows into)
    {
        if (!_waiting && !_rows.Next())
        {
            return false;
        }

        _waiting = false;
        RequireWidth();
        var row = into.Add();
        for (var i = 0; i < row.Values.Length; i++)
        {
            row.Values[i] = Number(Layout.Channels[i]);
        }

        for (var i = 0; i < row.Labels.Length; i++)
        {
            row.Labels[i] = _words[i] is { } words ? Word(words, Layout.Labels[i]) : Number(Layout.Labels[i]);
        }

        if (Layout.Clock is { } clock && !clock.TryRead(_rows[Layout.Time], out row.Ticks[0]))
        {
            throw Error($"column '{Layout.Columns[Layout.Time].Name}': '{Shown(Layout.Time)}' is no time like those before; write all alike, as 2025-12-31T23:59:59Z, or set TimeFormat");
        }

        return true;
    }

    private static bool IsText(string cell) =>
        !CellParser.IsMissing(cell) && !CellParser.LooksLikeNumber(cell) && !TimeCells.LooksLikeTime(cell) && !TimeCells.IsAmbiguous(cell);

    private void NextRow()
    {
        if (!_rows.Next())
        {
            throw Error("there is a header and no row under it");
        }

        RequireWidth();
    }

    private void Name(SeriesChannel[] columns, string[] headers)
    {
        var units = new string?[headers.Length];
        var row = _rows.ToArray();
        if (_options.ReadUnits && IsUnits(headers, row))
        {
            units = Array.ConvertAll(row, HeaderUnits.Of);
            NextRow();
        }

        for (var i = 0; i < headers.Length; i++)
        {
            var header = headers[i].Length > 0 ? headers[i] : $"channel{i + 1}";
            var split = _options.ReadUnits ? HeaderUnits.Split(header) : new SeriesChannel(header);

            // Whoever names a column in the options may write its header in full.
            var asIs = header == _options.TimeColumn || _options.LabelColumns.Contains(header) || _options.IgnoredColumns.Contains(header);
            columns[i] = new SeriesChannel(asIs ? header : split.Name, units[i] ?? split.Unit);
        }

        // Two that differ in their unit alone keep their whole headers.
        foreach (var group in Enumerable.Range(0, columns.Length).GroupBy(i => columns[i].Name, StringComparer.Ordinal).Where(group => group.Count() > 1).ToArray())
        {
            foreach (var i in group)
            {
                columns[i] = columns[i] with { Name = headers[i].Length > 0 ? headers[i] : columns[i].Name };
            }
        }
    }

    // Nothing but units, one at least. What stands under the name of the time column may be anything but a time.
    private static bool IsUnits(string[] headers, string[] row)
    {
        var any = false;
        for (var i = 0; i < row.Length; i++)
        {
            var unit = HeaderUnits.Of(row[i]);
            if (unit is null && !CellParser.IsMissing(row[i]) && !(IsText(row[i]) && TimeCells.IsClock(headers[i])))
            {
                return false;
            }

            any |= unit is not null;
        }

        return any;
    }

    private void RequireWidth()
    {
        if (_rows.Count != _width)
        {
            throw Error($"{_rows.Count} cells separated by '{_rows.Separator}'; the first line has {_width}");
        }
    }

    private float Number(int column)
    {
        var value = _cells.Read(_rows[column], out var why);
        return why is null ? value : throw Error($"column '{Layout.Columns[column].Name}': '{Shown(column)}' {why}");
    }

    // Words are numbered, so that labels go through resampling as all do: each sample has that of the row before it.
    private float Word(Words words, int column)
    {
        var cell = _rows[column];
        if (cell.IsEmpty)
        {
            return float.NaN;
        }

        var places = words.Places;
        if (!places.TryGetValue(cell, out var place))
        {
            place = words.All.Count < MaxWords ? words.All.Count : throw Error($"column '{Layout.Columns[column].Name}' has more than {MaxWords} different words; is it a column of labels?");
            places[cell] = place;
            words.All.Add(cell.ToString());
        }

        return place;
    }

    private string Shown(int column) => _rows[column].Length <= 40 ? _rows[column].ToString() : $"{_rows[column][..40]}...";

    private InvalidRequestException Error(string message) => new("series", $"{_source} line {_rows.Line}: {message}");

    private sealed class Words
    {
        public Words() => Places = new Dictionary<string, int>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

        public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Places { get; }

        public List<string> All { get; } = [];
    }
}
