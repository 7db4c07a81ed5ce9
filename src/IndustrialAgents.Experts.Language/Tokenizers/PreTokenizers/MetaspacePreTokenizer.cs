namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Writes spaces as a mark, puts one before the text, and splits before each mark (Kudo and Richardson 2018). Thread-safe.</summary>
internal sealed class MetaspacePreTokenizer(char mark, MetaspacePreTokenizer.Prefix prefix, bool split) : IPreTokenizer
{
    /// <summary>Where a mark is put before the text.</summary>
    internal enum Prefix
    {
        /// <summary>Before each part.</summary>
        Always,

        /// <summary>Before that with which the whole text begins.</summary>
        First,

        /// <summary>Nowhere.</summary>
        Never,
    }

    public static MetaspacePreTokenizer Read(ConfigNode node)
    {
        var (mark, prefix) = ReadMark(node);
        return new MetaspacePreTokenizer(mark, prefix, node.Flag("split", true));
    }

    /// <summary>The fields that pre-tokenizer and decoder share.</summary>
    public static (char Mark, Prefix Prefix) ReadMark(ConfigNode node)
    {
        var mark = node.Text("replacement", "\u2581");
        var scheme = node.Text("prepend_scheme", node.Flag("add_prefix_space", true) ? "always" : "never");
        if (mark.Length != 1)
        {
            throw node.Invalid("replacement", $"is '{mark}'; it must be one character");
        }

        return Enum.TryParse<Prefix>(scheme, ignoreCase: true, out var prefix) && Enum.IsDefined(prefix)
            ? (mark[0], prefix)
            : throw node.Invalid("prepend_scheme", $"is '{scheme}'; it must be always, first or never");
    }

    public void Split(Piece piece, List<Piece> words)
    {
        var builder = new AlignedText.Builder(piece.Length + 1);
        var (origin, _) = piece.Place(0, 0);
        if (prefix == Prefix.Always || (prefix == Prefix.First && origin == 0))
        {
            if (piece.Length == 0 || piece.Span[0] is var first && first != ' ' && first != mark)
            {
                builder.Append(mark, origin, origin);
            }
        }

        for (var i = 0; i < piece.Length; i++)
        {
            var (start, end) = piece.Place(i, i + 1);
            builder.Append(piece.Span[i] == ' ' ? mark : piece.Span[i], start, end);
        }

        var marked = new Piece(builder.ToText());
        if (!split)
        {
            words.Add(marked);
            return;
        }

        var matches = Enumerable.Range(0, marked.Length).Where(i => marked.Span[i] == mark).Select(i => (i, i + 1)).ToArray();
        Splitting.Split(marked, matches, SplitBehavior.MergedWithNext, invert: false, words);
    }
}
