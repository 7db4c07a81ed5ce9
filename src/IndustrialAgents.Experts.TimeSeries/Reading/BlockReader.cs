namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Makes series of the rows of one table, all at once or block by block. Used once.</summary>
internal sealed class BlockReader
{
    private readonly TableReader _table;
    private readonly SeriesReaderOptions _options;
    private readonly string _source;
    private readonly GridForm _form;
    private long? _period;
    private long _start;
    private long _rows;

    public BlockReader(TableReader table, SeriesReaderOptions options, string source)
    {
        (_table, _options, _source) = (table, options, source);
        options.Resampling.Validate();
        InvalidRequestException.Require(options.SamplePeriod is null || options.SamplePeriod > TimeSpan.Zero, "samplePeriod", $"{options.SamplePeriod}; it must be positive");
        _form = new GridForm(
            [.. table.Layout.Channels.Select(column => table.Layout.Columns[column])],
            [.. table.Layout.Labels.Select(column => table.Layout.Columns[column].Name)],
            table.Layout.Clock?.IsElapsed ?? true,
            options.MaxValues,
            source);
        _period = (options.SamplePeriod ?? options.Resampling.Period)?.Ticks;
    }

    /// <summary>Channels of a row.</summary>
    public int Channels => _form.Channels.Count;

    private int Width => _form.Channels.Count + _form.Labels.Length;

    /// <summary>The whole table.</summary>
    public SeriesTable ReadAll()
    {
        var raw = CreateRows(Math.Max(1, 65_536 / Width));
        while (_table.Read(raw))
        {
            InvalidRequestException.Require((long)raw.Count * Width <= _options.MaxValues, "series", $"{_source}: more than {_options.MaxValues} values; read fewer rows at a time");
        }

        if (!raw.Timed || _options.Irregular == IrregularRows.AsTheyCome)
        {
            return Tell(AsItCame(raw));
        }

        raw = _options.Resampling.Backward == BackwardRows.Sort ? raw.Sorted() : raw;
        ResampleGrid.RequireRising(raw.Ticks, _source);
        var period = FindPeriod(raw);
        if (SamplePeriod.IsRegular(raw.Ticks, period, Tolerance(period)))
        {
            return Tell(AsItCame(raw));
        }

        RequireRegular(raw);
        var grid = new ResampleGrid(_form, period, _options.Resampling);
        Push(raw, grid);
        grid.Finish();
        return Tell(grid.Take());
    }

    /// <summary>The table in blocks of about so many samples; the last one may be shorter.</summary>
    public IEnumerable<SeriesTable> ReadBlocks(int rows)
    {
        var raw = CreateRows(rows);
        var direct = !raw.Timed || _options.Irregular != IrregularRows.Resample;
        InvalidRequestException.Require(
            direct || _options.Resampling.Backward == BackwardRows.Refuse, "resampling.backward", "rows cannot be sorted where a table is read in blocks; sort the table, or read it as a whole");
        ResampleGrid? grid = null;
        while (Fill(raw, rows))
        {
            var period = FindPeriod(raw);
            if (direct)
            {
                if (raw.Timed && _options.Irregular == IrregularRows.Refuse)
                {
                    RequireRegular(raw);
                }

                yield return Tell(AsItCame(raw));
                continue;
            }

            Push(raw, grid ??= new ResampleGrid(_form, period, _options.Resampling));
            if (grid.Ready >= rows)
            {
                yield return Tell(grid.Take());
            }
        }

        grid?.Finish();
        if (grid?.Ready > 0)
        {
            yield return Tell(grid.Take());
        }
    }

    private SeriesTable Tell(SeriesTable table) => _options.TextColumns.Count == 0 ? table : table with { Texts = _table.Texts() };

    private static void Push(RawRows raw, ResampleGrid grid)
    {
        for (var i = 0; i < raw.Count; i++)
        {
            grid.Push(raw.Ticks[i], raw.Values.Slice(i * raw.Width, raw.Width), default, raw.Labels.Slice(i * raw.LabelWidth, raw.LabelWidth));
        }
    }

    private RawRows CreateRows(int capacity) => new(_form.Channels.Count, _form.Labels.Length, _table.Layout.Clock is not null, capacity);

    private bool Fill(RawRows raw, int rows)
    {
        raw.Clear();
        while (raw.Count < rows && _table.Read(raw))
        {
        }

        return raw.Count > 0;
    }

    private double Tolerance(long period) => _options.Resampling.Jitter * period;

    private long FindPeriod(RawRows raw) => _period ??= !raw.Timed ? TimeSpan.TicksPerSecond
        : _options.Irregular == IrregularRows.AsTheyCome ? SamplePeriod.Median(raw.Ticks, risingOnly: false, _source)
        : SamplePeriod.Find(raw.Ticks, _options.Resampling.Jitter, _source);

    // Every row has its place by its number, over all blocks.
    private void RequireRegular(RawRows raw)
    {
        if (_options.Irregular != IrregularRows.Refuse)
        {
            return;
        }

        var period = FindPeriod(raw);
        _start = _rows == 0 ? raw.Ticks[0] : _start;
        foreach (var ticks in raw.Ticks)
        {
            var expected = _start + (_rows++ * period);
            if (Math.Abs(ticks - expected) > Tolerance(period))
            {
                throw new InvalidRequestException(
                    "series", $"{_source}: a row at {new DateTime(ticks):yyyy-MM-ddTHH:mm:ss.FFF} where one at {new DateTime(expected):yyyy-MM-ddTHH:mm:ss.FFF} would be regular; fill the gap, or have the rows resampled");
            }
        }
    }

    private SeriesTable AsItCame(RawRows raw)
    {
        var values = raw.Values.ToArray();
        var series = new Series
        {
            Channels = _form.Channels,
            Values = values,
            Quality = Array.Exists(values, float.IsNaN) ? Array.ConvertAll(values, v => float.IsNaN(v) ? SampleQuality.Bad : SampleQuality.Good) : default(ReadOnlyMemory<SampleQuality>),
            SamplePeriod = new TimeSpan(FindPeriod(raw)),
            Start = raw.Timed && !_form.IsElapsed ? new DateTimeOffset(raw.Ticks[0], TimeSpan.Zero) : null,
        };
        return new SeriesTable(series, SeriesTable.Columns(_form.Labels, raw.Labels, raw.Count), raw.Timed ? new SampleTimes(raw.Ticks.ToArray()) : []);
    }
}
