namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>The median of the last values, of those there are. Not thread-safe; a push allocates nothing.</summary>
internal sealed class RecentMedian(int length)
{
    private readonly double[] _ring = new double[length];
    private readonly double[] _sorted = new double[length];
    private long _seen;

    /// <summary>Values that the median is of.</summary>
    public int Count => (int)Math.Min(_seen, length);

    /// <summary>Takes a value that is not NaN.</summary>
    /// <returns>The median, the mean of both where there are two.</returns>
    public double Push(double value)
    {
        var count = Count;
        if (count == length)
        {
            var old = Array.BinarySearch(_sorted, 0, count, _ring[_seen % length]);
            Array.Copy(_sorted, old + 1, _sorted, old, --count - old);
        }

        var at = Array.BinarySearch(_sorted, 0, count, value);
        at = at < 0 ? ~at : at;
        Array.Copy(_sorted, at, _sorted, at + 1, count - at);
        _sorted[at] = value;
        _ring[_seen++ % length] = value;
        count++;

        // Two that are infinite have no mean.
        var (low, high) = (_sorted[(count - 1) / 2], _sorted[count / 2]);
        return low == high ? low : (low + high) / 2;
    }

    public void Clear() => _seen = 0;
}
