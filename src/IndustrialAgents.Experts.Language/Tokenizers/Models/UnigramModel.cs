using System.Text.Json;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>The most probable cut into tokens that come up independently (Kudo 2018), found by Viterbi's algorithm. Immutable and thread-safe.</summary>
internal sealed class UnigramModel : ITokenModel
{
    // By how much a character that no token covers is less probable than the rarest token, as in SentencePiece.
    private const double UnknownPenalty = 10;

    private readonly TextTrie _trie = new();
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly int _unknown;
    private readonly ByteTokens? _bytes;

    private UnigramModel(ConfigNode node)
    {
        var (tokens, scores) = ReadVocabulary(node);
        (Vocabulary, _scores) = (Vocabulary.Of(tokens), scores);
        _unknown = node.Number("unk_id");
        if (_unknown >= tokens.Length)
        {
            throw node.Invalid("unk_id", $"is {_unknown}; the vocabulary has {tokens.Length} tokens");
        }

        _bytes = node.Flag("byte_fallback", false) ? ByteTokens.Of(Vocabulary) : null;
        _unknownScore = scores.Min() - UnknownPenalty;
        foreach (var (token, id) in Vocabulary.Tokens)
        {
            if (token.Length > 0)
            {
                _trie.Add(token, id);
            }
        }
    }

    public Vocabulary Vocabulary { get; }

    public static UnigramModel Read(ConfigNode node) => new(node);

    public void Tokenize(Piece word, List<ModelToken> tokens)
    {
        var text = word.Span;
        var ends = new Step[text.Length + 1];
        for (var at = 0; at < text.Length;)
        {
            var (_, length) = Characters.At(text, at);
            var (node, covered, before) = (0, false, ends[at].Score);
            for (var i = at; i < text.Length && _trie.TryStep(ref node, text[i], out var id); i++)
            {
                if (id >= 0)
                {
                    Improve(ref ends[i + 1], at, id, before + _scores[id]);
                    covered |= i + 1 - at == length;
                }
            }

            if (!covered)
            {
                Improve(ref ends[at + length], at, _unknown, before + _unknownScore);
            }

            at += length;
        }

        var from = tokens.Count;
        for (var end = text.Length; end > 0; end = ends[end].Start)
        {
            tokens.Add(new ModelToken(ends[end].Id, ends[end].Start, end));
        }

        tokens.Reverse(from, tokens.Count - from);
        Fuse(text, tokens, from);

        static void Improve(ref Step step, int start, int id, double score)
        {
            if (!step.Reached || score > step.Score)
            {
                step = new Step(true, start, id, score);
            }
        }
    }

    private static (string[] Tokens, double[] Scores) ReadVocabulary(ConfigNode node)
    {
        var entries = node.Nodes("vocab").ToArray();
        if (entries.Length == 0)
        {
            throw node.Invalid("vocab", "is empty");
        }

        var (tokens, scores) = (new string[entries.Length], new double[entries.Length]);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i].Element;
            if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 2 || entry[0].ValueKind != JsonValueKind.String
                || entry[1].ValueKind != JsonValueKind.Number || !entry[1].TryGetDouble(out scores[i]) || !double.IsFinite(scores[i]))
            {
                throw entries[i].Invalid(null, "is no [token, log probability]");
            }

            tokens[i] = entry[0].GetString()!;
        }

        return (tokens, scores);
    }

    // Unknown characters side by side are one token, or the bytes of all of them.
    private void Fuse(ReadOnlySpan<char> text, List<ModelToken> tokens, int from)
    {
        var cut = tokens[from..];
        tokens.RemoveRange(from, tokens.Count - from);
        for (var i = 0; i < cut.Count; i++)
        {
            if (cut[i].Id != _unknown)
            {
                tokens.Add(cut[i]);
                continue;
            }

            var start = cut[i].Start;
            while (i + 1 < cut.Count && cut[i + 1].Id == _unknown)
            {
                i++;
            }

            if (_bytes is not null)
            {
                _bytes.Add(text[start..cut[i].End], start, tokens);
            }
            else
            {
                tokens.Add(new ModelToken(_unknown, start, cut[i].End));
            }
        }
    }

    private readonly record struct Step(bool Reached, int Start, int Id, double Score);
}
