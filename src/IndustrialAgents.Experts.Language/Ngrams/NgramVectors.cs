using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Texts as sparse vectors over the pieces that some of them have: ln(1 + count) · idf, where idf = 1 + ln((1 + n) / (1 + texts that have the piece)) (inverse
/// document frequency, Spärck Jones 1972, doi:10.1108/eb026526, smoothed). Characters are brought to length 1; words and pairs of words that stand near each other to
/// √½ each, so that together they count as much. Pieces that too few texts have count for nothing: they say nothing of labels, and would shorten the vector.
/// </summary>
internal sealed class NgramVectors
{
    private const int LeastTexts = 2;
    private const int KindCount = 3;

    private static readonly float[] Lengths = [1, MathF.Sqrt(0.5f), MathF.Sqrt(0.5f)];

    private readonly int[][] _places;
    private readonly float[][] _values;

    /// <summary>Vectors of all texts over the pieces of some.</summary>
    /// <param name="texts">All texts.</param>
    /// <param name="rows">Those whose pieces count, by number.</param>
    /// <param name="ngrams">How the pieces were counted; with <see cref="NgramOptions.CrossingApart"/> and <see cref="NgramOptions.Together"/>.</param>
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
        var (words, pairs) = (Buckets.Count(bucket => bucket < ngrams.Width / 2), Buckets.Count(bucket => bucket < ngrams.Width / 4 * 3));
        Kinds = [(..words, Lengths[0]), (words..pairs, Lengths[1]), (pairs..Buckets.Length, Lengths[2])];
        _places = new int[texts.Count][];
        _values = new float[texts.Count][];
        for (var i = 0; i < texts.Count; i++)
        {
            (_places[i], _values[i]) = Weigh(texts[i]);
        }
    }

    /// <summary>Bucket of each piece, ascending: characters, words, pairs of words near each other.</summary>
    public int[] Buckets { get; }

    /// <summary>Inverse document frequency of each piece.</summary>
    public float[] Idf { get; }

    /// <summary>Which of the pieces are of each kind, and to what length they are brought.</summary>
    public IReadOnlyList<(Range Places, float Length)> Kinds { get; }

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
        Span<float> squares = stackalloc float[KindCount];
        squares.Clear();
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
            squares[Kind(place)] += value * value;
        }

        for (var i = 0; i < places.Count; i++)
        {
            var kind = Kind(places[i]);
            values[i] *= Lengths[kind] / MathF.Sqrt(squares[kind]);
        }

        return ([.. places], [.. values]);
    }

    private int Kind(int place) => place < Kinds[0].Places.End.Value ? 0 : place < Kinds[1].Places.End.Value ? 1 : 2;
}
