using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Texts as sparse vectors over the pieces that some of them have: ln(1 + count) · idf, where idf = 1 + ln((1 + n) / (1 + texts that have the piece)) (inverse
/// document frequency, Spärck Jones 1972, doi:10.1108/eb026526, smoothed). Each kind of piece is brought to length 1 by itself. Pieces that too few texts have
/// count for nothing: they say nothing of labels, and would shorten the rest of the vector.
/// </summary>
internal sealed class NgramVectors
{
    private const int LeastTexts = 2;

    private readonly int[][] _places;
    private readonly float[][] _values;

    /// <summary>Vectors of all texts over the pieces of some.</summary>
    /// <param name="texts">All texts.</param>
    /// <param name="rows">Those whose pieces count, by number.</param>
    /// <param name="ngrams">How the pieces were counted; with <see cref="NgramOptions.CrossingApart"/>.</param>
    /// <param name="pieces">Which of them are read.</param>
    /// <param name="limit">The most pieces; those of the most texts are kept.</param>
    public NgramVectors(IReadOnlyList<NgramCounts> texts, int[] rows, NgramOptions ngrams, NgramPieces pieces, int limit)
    {
        var frequencies = new Dictionary<int, int>();
        foreach (var row in rows)
        {
            foreach (var bucket in texts[row].Buckets.Span)
            {
                if (IsRead(bucket, ngrams.Width, pieces))
                {
                    frequencies[bucket] = frequencies.GetValueOrDefault(bucket) + 1;
                }
            }
        }

        Buckets = [.. frequencies.Where(pair => pair.Value >= LeastTexts).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(limit).Select(pair => pair.Key).Order()];
        Idf = Array.ConvertAll(Buckets, bucket => (float)(1 + Math.Log((1.0 + rows.Length) / (1.0 + frequencies[bucket]))));
        Words = Buckets.Count(bucket => bucket >= ngrams.Width / 2);
        _places = new int[texts.Count][];
        _values = new float[texts.Count][];
        for (var i = 0; i < texts.Count; i++)
        {
            (_places[i], _values[i]) = Weigh(texts[i]);
        }
    }

    /// <summary>Bucket of each piece, ascending: words last.</summary>
    public int[] Buckets { get; }

    /// <summary>Inverse document frequency of each piece.</summary>
    public float[] Idf { get; }

    /// <summary>How many of the pieces, the last, are words.</summary>
    public int Words { get; }

    /// <summary>Adds a text's inner products with weights <c>[piece, class]</c> to its scores.</summary>
    public void Score(int text, ReadOnlySpan<float> weights, Span<float> scores)
    {
        var (places, values) = (_places[text], _values[text]);
        for (var i = 0; i < places.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(weights.Slice(places[i] * scores.Length, scores.Length), values[i], scores, scores);
        }
    }

    /// <summary>Adds a text's vector times one factor a class to weights <c>[piece, class]</c>.</summary>
    public void AddTo(Span<float> weights, int text, ReadOnlySpan<float> factors)
    {
        var (places, values) = (_places[text], _values[text]);
        for (var i = 0; i < places.Length; i++)
        {
            var row = weights.Slice(places[i] * factors.Length, factors.Length);
            TensorPrimitives.MultiplyAdd(factors, values[i], row, row);
        }
    }

    private static bool IsRead(int bucket, int width, NgramPieces pieces) =>
        pieces == NgramPieces.Characters ? bucket < width / 2 : bucket < width / 4 || bucket >= width / 2;

    private (int[] Places, float[] Values) Weigh(NgramCounts text)
    {
        var (places, values) = (new List<int>(text.Buckets.Length), new List<float>(text.Buckets.Length));
        var lengths = (Characters: 0f, Words: 0f);
        for (var i = 0; i < text.Buckets.Length; i++)
        {
            var place = Array.BinarySearch(Buckets, text.Buckets.Span[i]);
            if (place < 0)
            {
                continue;
            }

            var value = MathF.Log(1 + text.Counts.Span[i]) * Idf[place];
            places.Add(place);
            values.Add(value);
            lengths = IsWord(place) ? (lengths.Characters, lengths.Words + (value * value)) : (lengths.Characters + (value * value), lengths.Words);
        }

        for (var i = 0; i < places.Count; i++)
        {
            values[i] /= MathF.Sqrt(IsWord(places[i]) ? lengths.Words : lengths.Characters);
        }

        return ([.. places], [.. values]);
    }

    private bool IsWord(int place) => place >= Buckets.Length - Words;
}
