using System.Text;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Reads the section <c>pre_tokenizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class PreTokenizerReader
{
    public static IPreTokenizer Read(ConfigNode node)
    {
        switch (node.Type)
        {
            case "ByteLevel":
                return new ByteLevelPreTokenizer(node, node.Flag("add_prefix_space", true), node.Flag("use_regex", true));
            case "BertPreTokenizer":
                return new BertPreTokenizer();
            case "Metaspace":
                return MetaspacePreTokenizer.Read(node);
            case "Whitespace":
                return Pattern(node, @"\w+|[^\w\s]+", SplitBehavior.Removed, invert: true);
            case "WhitespaceSplit":
                return new RuneSplit(Rune.IsWhiteSpace, SplitBehavior.Removed);
            case "Punctuation":
                return new RuneSplit(Characters.IsPunctuation, Splitting.ReadBehavior(node));
            case "Digits":
                return new RuneSplit(Rune.IsNumber, node.Flag("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous);
            case "CharDelimiterSplit":
                var delimiter = node.Text("delimiter");
                return Rune.TryGetRuneAt(delimiter.Length > 0 ? delimiter : "\uD800", 0, out var rune)
                    ? new RuneSplit(own => own == rune, SplitBehavior.Removed)
                    : throw node.Invalid("delimiter", "is no character");
            case "Split":
                return new PatternSplit(TextPattern.Read(node, "pattern"), Splitting.ReadBehavior(node), node.Flag("invert", false));
            case "Sequence":
                return new PreTokenizerSequence([.. node.Nodes("pretokenizers").Select(Read)]);
            default:
                throw node.Unknown("ByteLevel, BertPreTokenizer, Metaspace, Whitespace, WhitespaceSplit, Punctuation, Digits, CharDelimiterSplit, Split and Sequence");
        }
    }

    private static RegexSplit Pattern(ConfigNode node, string pattern, SplitBehavior behavior, bool invert) => new(new TokenPattern(node, "type", pattern), behavior, invert);

    private sealed class PreTokenizerSequence(IPreTokenizer[] parts) : IPreTokenizer
    {
        public void Split(Piece piece, List<Piece> words)
        {
            List<Piece> current = [piece];
            foreach (var part in parts)
            {
                var next = new List<Piece>(current.Count);
                foreach (var word in current)
                {
                    part.Split(word, next);
                }

                current = next;
            }

            words.AddRange(current);
        }
    }

    private sealed class RegexSplit(TokenPattern pattern, SplitBehavior behavior, bool invert) : IPreTokenizer
    {
        public void Split(Piece piece, List<Piece> words) =>
            Splitting.Split(piece, pattern.Matches(piece.Source.Text, piece.Start, piece.Length), behavior, invert, words);
    }

    private sealed class PatternSplit(TextPattern pattern, SplitBehavior behavior, bool invert) : IPreTokenizer
    {
        public void Split(Piece piece, List<Piece> words) => Splitting.Split(piece, pattern.Matches(piece), behavior, invert, words);
    }

    private sealed class RuneSplit(Func<Rune, bool> splits, SplitBehavior behavior) : IPreTokenizer
    {
        public void Split(Piece piece, List<Piece> words)
        {
            var matches = new List<(int, int)>();
            var text = piece.Span;
            for (var i = 0; i < text.Length;)
            {
                var (rune, length) = Characters.At(text, i);
                if (splits(rune))
                {
                    matches.Add((i, i + length));
                }

                i += length;
            }

            Splitting.Split(piece, matches, behavior, invert: false, words);
        }
    }
}
