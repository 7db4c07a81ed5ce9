namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>
/// WordPiece: the longest known piece from the left, again and again (Schuster and Nakajima 2012, Devlin et al. 2019); a word that leaves a rest is
/// unknown as a whole. Immutable and thread-safe.
/// </summary>
internal sealed class WordPieceModel : ITokenModel
{
    private readonly TextTrie _beginnings = new();
    private readonly TextTrie _continuations = new();
    private readonly int _unknown;
    private readonly int _maxCharacters;

    private WordPieceModel(ConfigNode node)
    {
        Vocabulary = Vocabulary.Read(node);
        _unknown = Vocabulary.Require(node, "unk_token", node.Text("unk_token", "[UNK]"));
        _maxCharacters = node.Number("max_input_chars_per_word", 100);
        var prefix = node.Text("continuing_subword_prefix", "##");
        foreach (var (token, id) in Vocabulary.Tokens)
        {
            _beginnings.Add(token, id);
            if (token.StartsWith(prefix, StringComparison.Ordinal))
            {
                _continuations.Add(token.AsSpan(prefix.Length), id);
            }
        }
    }

    public Vocabulary Vocabulary { get; }

    public static WordPieceModel Read(ConfigNode node) => new(node);

    public void Tokenize(Piece word, List<ModelToken> tokens)
    {
        var text = word.Span;
        var from = tokens.Count;
        if (text.Length > _maxCharacters && Count(text) > _maxCharacters)
        {
            tokens.Add(new ModelToken(_unknown, 0, text.Length));
            return;
        }

        for (var at = 0; at < text.Length;)
        {
            var (id, length) = (at == 0 ? _beginnings : _continuations).Longest(text[at..]);
            if (length == 0)
            {
                tokens.RemoveRange(from, tokens.Count - from);
                tokens.Add(new ModelToken(_unknown, 0, text.Length));
                return;
            }

            tokens.Add(new ModelToken(id, at, at + length));
            at += length;
        }
    }

    private static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
