namespace IndustrialAgents.Routing;

/// <summary>A set of positions: all up to a watermark, and ranges above it. Bounded. Not thread-safe.</summary>
internal sealed class PositionSet(int maxGaps)
{
    // Above the watermark, in order, with gaps before each.
    private readonly List<(long First, long Last)> _ranges = [];

    /// <summary>All positions up to it are in the set.</summary>
    public long Watermark { get; private set; }

    /// <summary>The highest position in the set; 0 where it is empty.</summary>
    public long Highest => _ranges.Count == 0 ? Watermark : _ranges[^1].Last;

    /// <summary>The ranges above the watermark.</summary>
    public IReadOnlyList<(long First, long Last)> Ranges => _ranges;

    public bool Contains(long position)
    {
        var next = FindAfter(position);
        return position <= Watermark || (next > 0 && position <= _ranges[next - 1].Last);
    }

    public void Add(long position) => Add(position, position);

    /// <summary>Adds a range that may touch, but not overlap, what is in the set.</summary>
    public void Add(long first, long last)
    {
        var next = FindAfter(first);
        if (next < _ranges.Count && _ranges[next].First == last + 1)
        {
            last = _ranges[next].Last;
            _ranges.RemoveAt(next);
        }

        var before = next == 0 ? Watermark : _ranges[next - 1].Last;
        if (before != first - 1)
        {
            _ranges.Insert(next, (first, last));
            if (_ranges.Count > maxGaps)
            {
                Close(_ranges[0].Last);
            }
        }
        else if (next == 0)
        {
            Watermark = last;
        }
        else
        {
            _ranges[next - 1] = (_ranges[next - 1].First, last);
        }
    }

    /// <summary>Adds all positions up to one.</summary>
    public void Close(long position)
    {
        Watermark = Math.Max(Watermark, position);
        var passed = 0;
        while (passed < _ranges.Count && _ranges[passed].First <= Watermark + 1)
        {
            Watermark = Math.Max(Watermark, _ranges[passed++].Last);
        }

        _ranges.RemoveRange(0, passed);
    }

    /// <summary>Index of the first range that begins above a position.</summary>
    private int FindAfter(long position)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _ranges[middle].First <= position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
