using System.Buffers;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>
/// One tenant's chunks in memory, found by words and by character n-grams. Words are weighed by BM25 (Robertson, Zaragoza 2009, k1 1.2, b 0.75), a word of the
/// question also standing, at less weight, for those of the vocabulary that are spelled like it; the best are ranked again by the cosine of character n-grams
/// (TF-IDF), rows also by how much of their cells the question names, and the rankings are joined. Counts are the tenant's own, so no answer tells of another's documents. Many threads may search while none adds.
/// </summary>
internal sealed partial class TenantIndex
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private const double LeastLikeness = 0.5;
    private const int Candidates = 100;
    private const int MaxQuestionWords = 64;

    private readonly List<(KnowledgeDocument Document, int Ordinal, Chunk Chunk, int Length)> _chunks = [];
    private readonly Dictionary<string, List<(int Chunk, int Count)>> _postings = [];
    private readonly Dictionary<string, List<string>> _spellings = [];
    private readonly NgramHasher _hasher = new(new NgramOptions { MinLength = 3, MaxLength = 4, Words = false, Width = 1 << 15 });
    private readonly int[] _ngramTexts = new int[1 << 15];
    private long _length;

    public int Count => _chunks.Count;

    public void Add(KnowledgeDocument document, IReadOnlyList<Chunk> chunks)
    {
        for (var ordinal = 0; ordinal < chunks.Count; ordinal++)
        {
            var text = chunks[ordinal].Whole;
            var words = Words.Of(text);
            foreach (var group in words.GroupBy(word => word, StringComparer.Ordinal))
            {
                if (!_postings.TryGetValue(group.Key, out var postings))
                {
                    _postings.Add(group.Key, postings = []);
                    AddSpelling(group.Key);
                }

                postings.Add((_chunks.Count, group.Count()));
            }

            foreach (var bucket in _hasher.Count(text).Buckets.Span)
            {
                _ngramTexts[bucket]++;
            }

            _chunks.Add((document, ordinal, chunks[ordinal], words.Count));
            _length += words.Count;
        }
    }

    public List<KnowledgeHit> Search(string question, int top, AssetPath? asset, EncodedText? meaning = null, PassageVectors? vectors = null)
    {
        var words = Words.Of(question).Where(word => !Words.IsStop(word)).Distinct().Take(MaxQuestionWords).Select(Weigh).ToList();
        if (_chunks.Count == 0 || (words.Count == 0 && meaning is null))
        {
            return [];
        }

        var byWords = BestByWords(words, Math.Max(Candidates, top), asset);
        var byMeaning = meaning is not null && vectors is not null ? BestByMeaning(meaning, vectors, Math.Max(Candidates, top), asset) : [];
        var asked = Vector(question);
        var likeness = words.SelectMany(word => word.Spellings).GroupBy(spelling => spelling.Word).ToDictionary(same => same.Key, same => same.Max(spelling => spelling.Likeness));
        var byLetters = byWords.Select(chunk => (Chunk: chunk, Cosine: Cosine(asked, _chunks[chunk].Chunk.Whole))).OrderByDescending(pair => pair.Cosine).Select(pair => pair.Chunk).ToList();
        var byCells = byWords.Select(chunk => (Chunk: chunk, Score: CellScore(_chunks[chunk].Chunk, likeness))).Where(pair => pair.Score > 0).OrderByDescending(pair => pair.Score).Select(pair => pair.Chunk).ToList();
        return [.. ReciprocalRankFusion.Join(byWords, byLetters, byCells, byMeaning).Take(top).Select(pair => Hit(pair.Item, pair.Score, words))];
    }

    // Best first; of equals the earlier one.
    private List<int> BestByWords(List<AskedWord> words, int most, AssetPath? asset)
    {
        // A score for each chunk is large enough for the heap that is swept seldom and dearly; it is borrowed.
        var scores = ArrayPool<float>.Shared.Rent(_chunks.Count);
        try
        {
            Array.Clear(scores, 0, _chunks.Count);
            Score(words, scores);
            return Best(scores, most, asset);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
        }
    }

    // Those of a score above zero.
    private List<int> Best(float[] scores, int most, AssetPath? asset)
    {
        var best = new PriorityQueue<int, (float Score, int Order)>(most + 1);
        for (var chunk = 0; chunk < _chunks.Count; chunk++)
        {
            if (scores[chunk] <= 0 || !Fits(_chunks[chunk].Document, asset))
            {
                continue;
            }

            if (best.Count < most)
            {
                best.Enqueue(chunk, (scores[chunk], -chunk));
            }
            else
            {
                best.EnqueueDequeue(chunk, (scores[chunk], -chunk));
            }
        }

        var ranking = new List<int>(best.Count);
        while (best.TryDequeue(out var chunk, out _))
        {
            ranking.Add(chunk);
        }

        ranking.Reverse();
        return ranking;
    }

    private void Score(List<AskedWord> words, float[] scores)
    {
        var mean = Math.Max(1, (double)_length / _chunks.Count);
        var hasTelling = words.Any(word => word.Texts > 0 && word.Texts <= _chunks.Count / 2);
        foreach (var word in words)
        {
            // A word that most chunks have tells nothing and costs a walk through all of them.
            if (words.Count > 1 && word.Texts > _chunks.Count / 2 && hasTelling)
            {
                continue;
            }

            foreach (var (spelling, likeness) in word.Spellings)
            {
                foreach (var (chunk, count) in _postings[spelling])
                {
                    scores[chunk] += (float)(likeness * word.Rarity * count * (K1 + 1) / (count + (K1 * (1 - B + (B * _chunks[chunk].Length / mean)))));
                }
            }
        }
    }

    // A document about an asset speaks for what lies within it; one about none, for all.
    private static bool Fits(KnowledgeDocument document, AssetPath? asset) =>
        asset is not { } wanted || document.Asset is null || (AssetPath.TryParse(document.Asset, out var path) && (path.IsWithin(wanted) || wanted.IsWithin(path)));

    private KnowledgeHit Hit(int number, double score, List<AskedWord> words)
    {
        var (document, ordinal, chunk, _) = _chunks[number];
        var has = Words.Of(chunk.Whole).ToHashSet(StringComparer.Ordinal);
        var (covered, all) = (0.0, 0.0);
        foreach (var word in words)
        {
            all += word.Rarity;
            covered += word.Rarity * word.Spellings.Where(spelling => has.Contains(spelling.Word)).Select(spelling => spelling.Likeness).DefaultIfEmpty(0).Max();
        }

        return new KnowledgeHit(document, ordinal, chunk, score, all > 0 ? covered / all : 0);
    }

    private AskedWord Weigh(string word)
    {
        var texts = _postings.TryGetValue(word, out var postings) ? postings.Count : 0;
        var spellings = new List<(string Word, double Likeness)>();
        if (texts > 0)
        {
            spellings.Add((word, 1));
        }

        // A number stands for itself alone.
        spellings.AddRange(word.Any(char.IsAsciiDigit) ? [] : Alike(word).Where(other => other.Word != word));
        var most = Math.Max(texts, spellings.Count == 0 ? 0 : _postings[spellings.MaxBy(spelling => spelling.Likeness).Word].Count);
        return new AskedWord(spellings, most, Math.Log(1 + ((_chunks.Count - most + 0.5) / (most + 0.5))));
    }

    // Words that share enough trigrams. One that is alike shares at least so many that it must have one of the rarer pieces, so the commonest, which long
    // lists of words begin with, are not looked through (prefix filtering: Chaudhuri, Ganti, Kaushik 2006, doi:10.1109/ICDE.2006.9).
    private IEnumerable<(string Word, double Likeness)> Alike(string word)
    {
        var pieces = Trigrams(word).ToHashSet(StringComparer.Ordinal);
        var least = (int)Math.Ceiling((LeastLikeness * pieces.Count / (2 - LeastLikeness)) - 1e-9);
        foreach (var other in pieces.Select(piece => _spellings.GetValueOrDefault(piece) ?? []).OrderBy(words => words.Count).Take(pieces.Count - least + 1).SelectMany(words => words).Distinct())
        {
            var own = Trigrams(other).ToHashSet(StringComparer.Ordinal);
            var likeness = 2.0 * own.Count(pieces.Contains) / (pieces.Count + own.Count);
            if (likeness >= LeastLikeness)
            {
                yield return (other, likeness);
            }
        }
    }

    private void AddSpelling(string word)
    {
        foreach (var piece in Trigrams(word).Distinct())
        {
            if (!_spellings.TryGetValue(piece, out var words))
            {
                _spellings.Add(piece, words = []);
            }

            words.Add(word);
        }
    }

    private static IEnumerable<string> Trigrams(string word)
    {
        var padded = $" {word} ";
        for (var i = 0; i + 3 <= padded.Length; i++)
        {
            yield return padded.Substring(i, 3);
        }
    }

    private Dictionary<int, double> Vector(string text)
    {
        var counts = _hasher.Count(text);
        var vector = new Dictionary<int, double>(counts.Buckets.Length);
        for (var i = 0; i < counts.Buckets.Length; i++)
        {
            vector[counts.Buckets.Span[i]] = Value(counts.Buckets.Span[i], counts.Counts.Span[i]);
        }

        return vector;
    }

    // Up to the length of the question's own vector, which is the same for all texts.
    private double Cosine(Dictionary<int, double> asked, string text)
    {
        var counts = _hasher.Count(text);
        var (product, square) = (0.0, double.Epsilon);
        for (var i = 0; i < counts.Buckets.Length; i++)
        {
            var value = Value(counts.Buckets.Span[i], counts.Counts.Span[i]);
            product += value * asked.GetValueOrDefault(counts.Buckets.Span[i]);
            square += value * value;
        }

        return product / Math.Sqrt(square);
    }

    private double Value(int bucket, int count) => (1 + Math.Log(count)) * (1 + Math.Log((1.0 + _chunks.Count) / (1.0 + _ngramTexts[bucket])));

    private sealed record AskedWord(List<(string Word, double Likeness)> Spellings, int Texts, double Rarity);
}
