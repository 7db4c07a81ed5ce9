namespace IndustrialAgents;

/// <summary>
/// A window of sensor values sampled at a fixed period, laid out <c>[time, channel]</c>: all channels of the first sample, then all of the
/// second. Immutable and thread-safe as long as nobody writes to the memory given to it.
/// </summary>
public sealed record Series
{
    /// <summary>The channels, in the order of the values of a sample.</summary>
    public required IReadOnlyList<SeriesChannel> Channels { get; init; }

    /// <summary>Values <c>[time, channel]</c> in each channel's unit. NaN only where <see cref="Quality"/> says bad.</summary>
    public required ReadOnlyMemory<float> Values { get; init; }

    /// <summary>Time from one sample to the next.</summary>
    public required TimeSpan SamplePeriod { get; init; }

    /// <summary>Time of the first sample; null where unknown.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Quality of each value, laid out as the values; empty where all are good.</summary>
    public ReadOnlyMemory<SampleQuality> Quality { get; init; }

    /// <summary>Number of samples in time.</summary>
    public int Length => Channels.Count == 0 ? 0 : Values.Length / Channels.Count;

    /// <summary>All channels of the sample at <paramref name="time"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sample lies outside the window.</exception>
    public ReadOnlySpan<float> this[int time] => Values.Span.Slice(time * Channels.Count, Channels.Count);

    /// <summary>Samples <paramref name="start"/> to <paramref name="start"/> + <paramref name="length"/>, without a copy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The samples lie outside the window.</exception>
    public Series Slice(int start, int length) => this with
    {
        Values = Values.Slice(start * Channels.Count, length * Channels.Count),
        Quality = Quality.IsEmpty ? Quality : Quality.Slice(start * Channels.Count, length * Channels.Count),
        Start = Start + (start * SamplePeriod),
    };

    /// <summary>Some of the channels, in a given order; a copy unless these are all as they are.</summary>
    /// <param name="channels">Their places.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel at a place.</exception>
    public Series Pick(IReadOnlyList<int> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        if (channels.Count == Channels.Count && channels.SequenceEqual(Enumerable.Range(0, Channels.Count)))
        {
            return this;
        }

        foreach (var channel in channels)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(channel, nameof(channels));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, Channels.Count, nameof(channels));
        }

        return this with
        {
            Channels = [.. channels.Select(channel => Channels[channel])],
            Values = Pick(Values.Span, channels),
            Quality = Quality.IsEmpty ? Quality : Pick(Quality.Span, channels),
        };
    }

    private T[] Pick<T>(ReadOnlySpan<T> values, IReadOnlyList<int> channels)
    {
        var picked = new T[Length * channels.Count];
        for (var i = 0; i < picked.Length; i++)
        {
            picked[i] = values[(i / channels.Count * Channels.Count) + channels[i % channels.Count]];
        }

        return picked;
    }
}
