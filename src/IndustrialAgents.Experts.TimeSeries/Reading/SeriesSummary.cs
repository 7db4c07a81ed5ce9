namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Collects each channel's count, mean, deviation and range over blocks of any number (Welford 1962; blocks merged as in Chan, Golub, LeVeque 1979), in
/// memory that does not grow. Values that are bad or not finite are counted and left out. Not thread-safe; several may be merged.
/// </summary>
public sealed class SeriesSummary
{
    private readonly ChannelSummary[] _channels;
    private readonly double[] _squares;

    /// <summary>Makes one that has seen nothing.</summary>
    /// <param name="channels">The channels of the blocks.</param>
    public SeriesSummary(IReadOnlyList<SeriesChannel> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        _channels = [.. channels.Select(channel => new ChannelSummary(channel, 0, 0, 0, 0, 0, 0))];
        _squares = new double[channels.Count];
    }

    /// <summary>What is known of each channel.</summary>
    public IReadOnlyList<ChannelSummary> Channels =>
        [.. _channels.Select((channel, c) => channel with { Deviation = channel.Count > 0 ? Math.Sqrt(_squares[c] / channel.Count) : 0 })];

    /// <summary>Takes a block.</summary>
    /// <exception cref="ArgumentException">It has other channels.</exception>
    public void Add(Series block)
    {
        ArgumentNullException.ThrowIfNull(block);
        RequireSame(block.Channels.Select(channel => channel.Name));
        var values = block.Values.Span;
        var quality = block.Quality.Span;
        var width = _channels.Length;
        for (var at = 0; at < values.Length; at++)
        {
            var c = at % width;
            ref var channel = ref _channels[c];
            var value = (double)values[at];
            if (!double.IsFinite(value) || (!quality.IsEmpty && quality[at] == SampleQuality.Bad))
            {
                channel = channel with { Missing = channel.Missing + 1 };
                continue;
            }

            var count = channel.Count + 1;
            var difference = value - channel.Mean;
            var mean = channel.Mean + (difference / count);
            _squares[c] += difference * (value - mean);
            channel = channel with
            {
                Count = count,
                Mean = mean,
                Least = count == 1 ? value : Math.Min(channel.Least, value),
                Most = count == 1 ? value : Math.Max(channel.Most, value),
            };
        }
    }

    /// <summary>Takes what another one has collected.</summary>
    /// <exception cref="ArgumentException">It has other channels.</exception>
    public void Merge(SeriesSummary other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireSame(other._channels.Select(channel => channel.Channel.Name));
        for (var c = 0; c < _channels.Length; c++)
        {
            var (one, two) = (_channels[c], other._channels[c]);
            var count = one.Count + two.Count;
            var difference = two.Mean - one.Mean;
            _squares[c] += other._squares[c] + (count > 0 ? difference * difference * one.Count * two.Count / count : 0);
            var both = one.Count == 0 ? two : one;
            if (one.Count > 0 && two.Count > 0)
            {
                both = both with { Mean = one.Mean + (difference * two.Count / count), Least = Math.Min(one.Least, two.Least), Most = Math.Max(one.Most, two.Most) };
            }

            _channels[c] = both with { Channel = one.Channel, Count = count, Missing = one.Missing + two.Missing };
        }
    }

    private void RequireSame(IEnumerable<string> names)
    {
        if (!names.SequenceEqual(_channels.Select(channel => channel.Channel.Name)))
        {
            throw new ArgumentException($"channels {string.Join(", ", names)}; those before were {string.Join(", ", _channels.Select(channel => channel.Channel.Name))}", nameof(names));
        }
    }
}
