using System.Collections;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Times of samples in UTC: evenly apart, or one by one. Immutable and thread-safe.</summary>
internal sealed class SampleTimes : IReadOnlyList<DateTimeOffset>
{
    private readonly long[]? _ticks;
    private readonly long _start;
    private readonly long _period;

    /// <summary>Times one by one, in UTC ticks; not copied.</summary>
    public SampleTimes(long[] ticks) => (_ticks, Count) = (ticks, ticks.Length);

    /// <summary>So many times, evenly apart.</summary>
    public SampleTimes(long start, long period, int count) => (_start, _period, Count) = (start, period, count);

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public DateTimeOffset this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new DateTimeOffset(_ticks is null ? _start + (index * _period) : _ticks[index], TimeSpan.Zero);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<DateTimeOffset> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
