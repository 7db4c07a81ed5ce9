using System.Runtime.InteropServices;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>
/// Merges neighbours in the order of their ranks, leftmost first (Sennrich et al. 2016). A queue of pairs makes it n log n for words of any length.
/// Immutable and thread-safe.
/// </summary>
internal sealed class PairMerges(IReadOnlyDictionary<(int Left, int Right), (int Rank, int Id)> merges)
{
    // One number for a pair is found twice as fast as two.
    private readonly Dictionary<long, (int Rank, int Id)> _merges = merges.ToDictionary(merge => Key(merge.Key.Left, merge.Key.Right), merge => merge.Value);

    /// <summary>Merges what can be merged, in place.</summary>
    public void Apply(List<ModelToken> tokens, int from)
    {
        var count = tokens.Count - from;
        if (count < 2)
        {
            return;
        }

        var symbols = CollectionsMarshal.AsSpan(tokens)[from..];
        var (next, previous) = (new int[count], new int[count]);
        var queue = new PriorityQueue<(int At, int Left, int Right), long>(count);
        for (var i = 0; i < count; i++)
        {
            (next[i], previous[i]) = (i + 1 < count ? i + 1 : -1, i - 1);
        }

        for (var i = 0; i + 1 < count; i++)
        {
            Offer(symbols, i, i + 1);
        }

        var gone = new bool[count];
        while (queue.TryDequeue(out var pair, out _))
        {
            var at = pair.At;
            var right = gone[at] ? -1 : next[at];

            // A pair that was offered may have changed since.
            if (right < 0 || symbols[at].Id != pair.Left || symbols[right].Id != pair.Right)
            {
                continue;
            }

            symbols[at] = new ModelToken(_merges[Key(pair.Left, pair.Right)].Id, symbols[at].Start, symbols[right].End);
            gone[right] = true;
            next[at] = next[right];
            if (next[at] >= 0)
            {
                previous[next[at]] = at;
                Offer(symbols, at, next[at]);
            }

            if (previous[at] >= 0)
            {
                Offer(symbols, previous[at], at);
            }
        }

        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if (!gone[i])
            {
                symbols[kept++] = symbols[i];
            }
        }

        tokens.RemoveRange(from + kept, count - kept);

        void Offer(ReadOnlySpan<ModelToken> all, int left, int right)
        {
            if (_merges.TryGetValue(Key(all[left].Id, all[right].Id), out var merge))
            {
                queue.Enqueue((left, all[left].Id, all[right].Id), ((long)merge.Rank << 32) | (uint)left);
            }
        }
    }

    // Ids have 22 bits. Were they 32 apart, the hash of a number, its halves' exclusive or, would be 0 for every pair of equals.
    private static long Key(int left, int right) => ((long)left << 22) | (uint)right;
}
