using System.Buffers;
using System.Collections.Concurrent;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Counts the character n-grams of a text by bucket, and its words and pairs of words where wanted. Letters count without case; a run of white space is one space, and one stands before and
/// after the text, so that the beginnings and ends of words are pieces of their own. A piece's bucket is its FNV-1a hash of 32 bits over the
/// UTF-16 code units, low byte first, folded to the width (Fowler, Noll, Vo; IETF draft-eastlake-fnv). Time is linear in the text. Thread-safe.
/// </summary>
public sealed class NgramHasher
{
    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;
    private const int Near = 12;

    private readonly NgramOptions _options;

    // Counts that are all zero; only what a text touched is cleared after it, as there are far more buckets than a text has pieces.
    private readonly ConcurrentBag<int[]> _zeros = [];

    /// <summary>A counter of the pieces that the options name.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public NgramHasher(NgramOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problem() is { } problem)
        {
            throw new ArgumentException($"{problem.Option}: {problem.Message}", nameof(options));
        }

        _options = options;
    }

    /// <summary>Counts the pieces of a text of any length and content.</summary>
    public NgramCounts Count(ReadOnlySpan<char> text)
    {
        var units = ArrayPool<char>.Shared.Rent(text.Length + 2);
        var counts = _zeros.TryTake(out var zeros) ? zeros : new int[_options.Width];
        var touched = ArrayPool<int>.Shared.Rent((int)Math.Min(_options.Width, (text.Length + 2L) * (_options.MaxLength - _options.MinLength + 3 + Near)));
        try
        {
            var length = Normalize(text, units);
            var sink = new Sink(counts, touched, _options);
            AddNgrams(units.AsSpan(0, length), ref sink);
            if (_options.Words)
            {
                AddWords(units.AsSpan(0, length), _options.Together, ref sink);
            }

            var buckets = touched[..sink.Used];
            var found = new NgramCounts(buckets, Array.ConvertAll(buckets, bucket => counts[bucket]));
            foreach (var bucket in buckets)
            {
                counts[bucket] = 0;
            }

            _zeros.Add(counts);
            return found;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(units);
            ArrayPool<int>.Shared.Return(touched);
        }
    }

    private static int Normalize(ReadOnlySpan<char> text, char[] units)
    {
        units[0] = ' ';
        var length = 1;
        foreach (var unit in text)
        {
            if (!char.IsWhiteSpace(unit))
            {
                units[length++] = char.ToLowerInvariant(unit);
            }
            else if (units[length - 1] != ' ')
            {
                units[length++] = ' ';
            }
        }

        if (units[length - 1] != ' ')
        {
            units[length++] = ' ';
        }

        return length;
    }

    private void AddNgrams(ReadOnlySpan<char> units, ref Sink sink)
    {
        for (var start = 0; start < units.Length; start++)
        {
            var end = Math.Min(units.Length, start + _options.MaxLength);
            var hash = OffsetBasis;
            var crosses = false;
            for (var at = start; at < end; at++)
            {
                // The hash of a longer piece goes on from that of the shorter one.
                hash = Add(hash, units[at]);
                crosses |= at - 1 > start && units[at - 1] == ' ';
                if (at - start + 1 >= _options.MinLength)
                {
                    sink.Add(hash, crosses);
                }
            }
        }
    }

    // Words, pairs of words that follow each other, and those that stand near each other where wanted.
    private static void AddWords(ReadOnlySpan<char> units, bool together, ref Sink sink)
    {
        Span<uint> before = stackalloc uint[Near];
        var (word, pair, words, inWord) = (OffsetBasis, OffsetBasis, 0, false);
        foreach (var unit in units)
        {
            if (char.IsLetterOrDigit(unit))
            {
                (word, pair, inWord) = (Add(word, unit), Add(pair, unit), true);
            }
            else if (inWord)
            {
                sink.AddWord(word);
                if (words > 0)
                {
                    sink.AddWord(pair);
                }

                for (var i = 0; together && i < Math.Min(words, Near); i++)
                {
                    if (before[i] != word)
                    {
                        sink.AddPair(Join(Math.Min(before[i], word), Math.Max(before[i], word)));
                    }
                }

                // The next pair begins with this word and a space, which no word has.
                pair = Add(word, ' ');
                before[words++ % Near] = word;
                (word, inWord) = (OffsetBasis, false);
            }
        }
    }

    private static uint Join(uint first, uint second) => Add(Add(Add(Add(OffsetBasis, (char)first), (char)(first >> 16)), (char)second), (char)(second >> 16));

    private static uint Add(uint hash, char unit) => (((hash ^ (byte)unit) * Prime) ^ (byte)(unit >> 8)) * Prime;

    // Character n-grams have the lower half of the buckets, words the upper.
    private ref struct Sink(int[] counts, int[] touched, NgramOptions options)
    {
        private readonly int _half = options.Width / 2;
        private readonly int _own = options.Width / (options.CrossingApart ? 4 : 2);
        private readonly int _words = options.Width / (options.Together ? 4 : 2);

        public int Used { get; private set; }

        public void Add(uint hash, bool crosses) => AddTo(Fold(hash, _own) + (crosses ? _half - _own : 0));

        public void AddWord(uint hash) => AddTo(_half + Fold(hash, _words));

        public void AddPair(uint hash) => AddTo(_half + _words + Fold(hash, _words));

        // The upper bits are folded in, as the hash's authors advise for powers of two.
        private static int Fold(uint hash, int size) => (int)((hash ^ (hash >> int.Log2(size))) & (uint)(size - 1));

        private void AddTo(int bucket)
        {
            if (counts[bucket]++ == 0)
            {
                touched[Used++] = bucket;
            }
        }
    }
}
