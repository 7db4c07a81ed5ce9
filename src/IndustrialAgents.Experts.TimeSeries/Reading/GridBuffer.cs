namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Samples of a grid that are not taken yet; those not written are bad.</summary>
internal sealed class GridBuffer(GridForm form, long period)
{
    private readonly int _width = form.Channels.Count;
    private float[] _values = [];
    private SampleQuality[] _quality = [];
    private float[] _labels = [];
    private int _rows;

    /// <summary>Time of sample 0.</summary>
    public long Start { get; set; }

    /// <summary>Index of the first sample that is held.</summary>
    public long Base { get; private set; }

    /// <summary>Index of the next sample without labels.</summary>
    public long NextLabel { get; private set; }

    public long TimeOf(long index) => Start + (index * period);

    /// <summary>Index of the last sample before a time; negative where there is none.</summary>
    public long IndexBefore(long time) => time <= Start ? -1 : (time - Start - 1) / period;

    public void Write(int channel, long index, (float Value, SampleQuality Quality) sample)
    {
        var at = (Room(index) * _width) + channel;
        (_values[at], _quality[at]) = sample;
    }

    /// <summary>Gives all samples up to an index that have no labels these.</summary>
    public void WriteLabels(long index, ReadOnlySpan<float> labels)
    {
        for (; NextLabel <= index; NextLabel++)
        {
            var at = Room(NextLabel) * labels.Length;
            labels.CopyTo(_labels.AsSpan(at));
        }
    }

    /// <summary>The first samples, which are dropped here.</summary>
    public SeriesTable Take(int count)
    {
        var quality = _quality.AsSpan(0, count * _width);
        var start = TimeOf(Base);
        var series = new Series
        {
            Channels = form.Channels,
            Values = _values.AsSpan(0, count * _width).ToArray(),
            Quality = quality.ContainsAnyExcept(SampleQuality.Good) ? quality.ToArray() : default(ReadOnlyMemory<SampleQuality>),
            SamplePeriod = new TimeSpan(period),
            Start = form.IsElapsed || count == 0 ? null : new DateTimeOffset(start, TimeSpan.Zero),
        };
        var labels = SeriesTable.Columns(form.Labels, _labels, count);
        Drop(count);
        return new SeriesTable(series, labels, new SampleTimes(start, period, count));
    }

    private void Drop(int count)
    {
        var rest = _rows - count;
        Array.Copy(_values, count * _width, _values, 0, rest * _width);
        Array.Copy(_quality, count * _width, _quality, 0, rest * _width);
        Array.Copy(_labels, count * form.Labels.Length, _labels, 0, rest * form.Labels.Length);
        (_rows, Base) = (rest, Base + count);
    }

    // The place of a sample, after room was made for it and those before.
    private int Room(long index)
    {
        var row = (int)(index - Base);
        if (row < _rows)
        {
            return row;
        }

        if ((row + 1) * _width > _values.Length)
        {
            var rows = Math.Max(64, 2 * (row + 1));
            Array.Resize(ref _values, rows * _width);
            Array.Resize(ref _quality, rows * _width);
            Array.Resize(ref _labels, rows * form.Labels.Length);
        }

        var added = row + 1 - _rows;
        Array.Fill(_values, float.NaN, _rows * _width, added * _width);
        Array.Fill(_quality, SampleQuality.Bad, _rows * _width, added * _width);
        Array.Fill(_labels, float.NaN, _rows * form.Labels.Length, added * form.Labels.Length);
        _rows = row + 1;
        return row;
    }
}
