namespace IndustrialAgents.Assets;

/// <summary>The last rows of an asset's sensors, up to a fixed number. Memory grows with the rows it gets to hold. Not thread-safe.</summary>
public sealed class SampleWindow
{
    private const int FirstRows = 8;
    private const int Growth = 32;

    private readonly IReadOnlyList<SeriesChannel> _channels;
    private readonly TimeSpan _samplePeriod;
    private readonly int _capacity;
    private float[] _values = [];
    private int _next;
    private long _last;

    /// <summary>Makes an empty window.</summary>
    /// <param name="channels">Channels of a row; kept, so that windows may share one list.</param>
    /// <param name="samplePeriod">Time from one row to the next.</param>
    /// <param name="capacity">The most rows it keeps.</param>
    public SampleWindow(IReadOnlyList<SeriesChannel> channels, TimeSpan samplePeriod, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfZero(channels.Count, nameof(channels));
        _channels = channels;
        _samplePeriod = samplePeriod;
        _capacity = capacity;
    }

    /// <summary>Number of rows it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Time of its last row; null while it is empty.</summary>
    public DateTimeOffset? Last => Count > 0 ? new DateTimeOffset(_last, TimeSpan.Zero) : null;

    /// <summary>Adds a row; the oldest one goes when the window is full.</summary>
    /// <param name="time">Time of the row.</param>
    /// <param name="row">One value a channel.</param>
    /// <exception cref="ArgumentException">The row has not one value a channel.</exception>
    public void Push(DateTimeOffset time, ReadOnlySpan<float> row)
    {
        if (row.Length != _channels.Count)
        {
            throw new ArgumentException($"a row of {row.Length} values for {_channels.Count} channels", nameof(row));
        }

        Grow();
        row.CopyTo(_values.AsSpan(_next * _channels.Count));
        _next = (_next + 1) % _capacity;
        Count = Math.Min(Count + 1, _capacity);
        _last = time.UtcTicks;
    }

    /// <summary>Forgets all rows, and gives their memory back.</summary>
    public void Clear() => (_values, _next, Count) = ([], 0, 0);

    /// <summary>Copies the window, oldest row first. Values that are not finite are marked bad.</summary>
    public Series ToSeries()
    {
        var width = _channels.Count;
        var values = new float[Count * width];
        var first = Count < _capacity ? 0 : _next;
        var head = Math.Min(Count, _capacity - first);
        _values.AsSpan(first * width, head * width).CopyTo(values);
        _values.AsSpan(0, (Count - head) * width).CopyTo(values.AsSpan(head * width));
        return new Series
        {
            Channels = _channels,
            SamplePeriod = _samplePeriod,
            Start = Start(),
            Values = values,
            Quality = QualityOf(values),
        };
    }

    private static SampleQuality[] QualityOf(float[] values)
    {
        if (Array.TrueForAll(values, float.IsFinite))
        {
            return [];
        }

        return Array.ConvertAll(values, value => float.IsFinite(value) ? SampleQuality.Good : SampleQuality.Bad);
    }

    private DateTimeOffset? Start()
    {
        var before = (Count - 1) * _samplePeriod;
        return Count > 0 && before.Ticks <= _last ? new DateTimeOffset(_last, TimeSpan.Zero) - before : null;
    }

    // Grows until it holds the capacity; it wraps only then, so rows stay where they are. In few steps: what a window outgrows has mostly lived long
    // enough to be dear to collect.
    private void Grow()
    {
        var rows = _values.Length / _channels.Count;
        if (_next == rows && rows < _capacity)
        {
            Array.Resize(ref _values, (int)Math.Min(_capacity, Math.Max(FirstRows, (long)Growth * rows)) * _channels.Count);
        }
    }
}
