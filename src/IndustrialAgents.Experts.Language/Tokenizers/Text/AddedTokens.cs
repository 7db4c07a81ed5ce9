namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Tokens that are found in the text itself, before anything is split: special ones and others that were added. Immutable and thread-safe.</summary>
internal sealed class AddedTokens
{
    private readonly Dictionary<int, Token> _byId = [];
    private readonly TextTrie _raw = new();
    private readonly TextTrie _normalized = new();

    public AddedTokens(IEnumerable<ConfigNode> nodes, INormalizer? normalizer)
    {
        foreach (var node in nodes)
        {
            var token = new Token(
                node.Number("id"), node.Text("content"), node.Flag("single_word", false), node.Flag("lstrip", false), node.Flag("rstrip", false), node.Flag("special", false));
            if (token.Content.Length == 0)
            {
                throw node.Invalid("content", "is empty");
            }

            _byId[token.Id] = token;
            if (!node.Flag("normalized", !token.Special))
            {
                _raw.Add(token.Content, token.Id);
            }
            else if ((normalizer?.Normalize(new AlignedText(token.Content, 0)).Text ?? token.Content) is { Length: > 0 } content)
            {
                _normalized.Add(content, token.Id);
            }
        }
    }

    public IEnumerable<Token> All => _byId.Values;

    public Token? Find(int id) => _byId.GetValueOrDefault(id);

    /// <summary>Parts a text into added tokens (id) and what lies between them (-1), before or after it was normalised.</summary>
    public IEnumerable<(Piece Piece, int Id)> Split(Piece piece, bool normalized)
    {
        var (trie, begin, text) = (normalized ? _normalized : _raw, 0, piece.Source.Text.AsMemory(piece.Start, piece.Length));
        for (var i = 0; i < text.Length;)
        {
            var (id, length) = trie.Longest(text.Span[i..]);
            if (id < 0 || (_byId[id].SingleWord && !StandsAlone(text.Span, i, i + length)))
            {
                i++;
                continue;
            }

            var (start, end) = (i, i + length);
            if (_byId[id].StripsLeft)
            {
                start = Math.Max(begin, text.Span[..i].TrimEnd().Length);
            }

            if (_byId[id].StripsRight)
            {
                end = text.Length - text.Span[end..].TrimStart().Length;
            }

            if (start > begin)
            {
                yield return (piece.Part(begin, start - begin), -1);
            }

            yield return (piece.Part(start, end - start), id);
            i = begin = end;
        }

        if (begin < text.Length)
        {
            yield return (piece.Part(begin, text.Length - begin), -1);
        }
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int start, int end) => (start == 0 || !IsWord(text[start - 1])) && (end == text.Length || !IsWord(text[end]));

    private static bool IsWord(char unit) => char.IsLetterOrDigit(unit) || unit == '_' || char.IsSurrogate(unit);

    /// <summary>An added token.</summary>
    internal sealed record Token(int Id, string Content, bool SingleWord, bool StripsLeft, bool StripsRight, bool Special);
}
