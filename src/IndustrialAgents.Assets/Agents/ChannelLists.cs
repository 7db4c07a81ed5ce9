using System.Collections.Concurrent;

namespace IndustrialAgents.Assets;

/// <summary>
/// Gives equal lists of channels one object: thousands of assets of one kind name the same channels, which would otherwise take more memory than
/// their agents. Bounded; thread-safe.
/// </summary>
public sealed class ChannelLists
{
    private const int MaxLists = 1024;

    private readonly ConcurrentDictionary<IReadOnlyList<SeriesChannel>, IReadOnlyList<SeriesChannel>> _lists = new(new SameChannels());

    /// <summary>A list equal to the given one, the same object for all that are equal; the given one itself where too many differ.</summary>
    /// <param name="channels">Channels; must not change any more.</param>
    public IReadOnlyList<SeriesChannel> Share(IReadOnlyList<SeriesChannel> channels)
    {
        if (_lists.TryGetValue(channels, out var shared))
        {
            return shared;
        }

        return _lists.Count < MaxLists ? _lists.GetOrAdd(channels, channels) : channels;
    }

    private sealed class SameChannels : IEqualityComparer<IReadOnlyList<SeriesChannel>>
    {
        public bool Equals(IReadOnlyList<SeriesChannel>? x, IReadOnlyList<SeriesChannel>? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && x.SequenceEqual(y));

        public int GetHashCode(IReadOnlyList<SeriesChannel> channels)
        {
            var hash = default(HashCode);
            for (var i = 0; i < channels.Count; i++)
            {
                hash.Add(channels[i]);
            }

            return hash.ToHashCode();
        }
    }
}
