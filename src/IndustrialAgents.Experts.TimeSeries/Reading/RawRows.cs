namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Rows as a table has them: values <c>[row, channel]</c> and labels <c>[row, label]</c>, NaN where there is none, and times in UTC ticks, where it has times.</summary>
internal sealed class RawRows(int width, int labels, bool timed, int capacity)
{
    private float[] _values = new float[capacity * width];
    private float[] _labels = new float[capacity * labels];
    private long[] _ticks = new long[timed ? capacity : 0];
    private int _capacity = capacity;

    public int Width => width;

    public int LabelWidth => labels;

    public bool Timed => timed;

    public int Count { get; private set; }

    public ReadOnlySpan<float> Values => _values.AsSpan(0, Count * width);

    public ReadOnlySpan<float> Labels => _labels.AsSpan(0, Count * labels);

    public ReadOnlySpan<long> Ticks => _ticks.AsSpan(0, timed ? Count : 0);

    /// <summary>Makes room for one more row and gives it to be filled.</summary>
    public Row Add()
    {
        if (Count == _capacity)
        {
            _capacity = Math.Max(16, 2 * _capacity);
            Array.Resize(ref _values, _capacity * width);
            Array.Resize(ref _labels, _capacity * labels);
            Array.Resize(ref _ticks, timed ? _capacity : 0);
        }

        var row = Count++;
        return new Row(_values.AsSpan(row * width, width), _labels.AsSpan(row * labels, labels), _ticks.AsSpan(timed ? row : 0, timed ? 1 : 0));
    }

    public void Clear() => Count = 0;

    /// <summary>The rows in order of time; those of one time keep their order.</summary>
    public RawRows Sorted()
    {
        var order = Enumerable.Range(0, Count).OrderBy(row => _ticks[row]).ToArray();
        var sorted = new RawRows(width, labels, timed, Count);
        foreach (var from in order)
        {
            var row = sorted.Add();
            _values.AsSpan(from * width, width).CopyTo(row.Values);
            _labels.AsSpan(from * labels, labels).CopyTo(row.Labels);
            row.Ticks[0] = _ticks[from];
        }

        return sorted;
    }

    public readonly ref struct Row(Span<float> values, Span<float> labels, Span<long> ticks)
    {
        public Span<float> Values { get; } = values;

        public Span<float> Labels { get; } = labels;

        public Span<long> Ticks { get; } = ticks;
    }
}
