namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Cuts a part at what was found in it.</summary>
internal static class Splitting
{
    public static SplitBehavior ReadBehavior(ConfigNode node, string otherwise = "Isolated") =>
        Enum.TryParse<SplitBehavior>(node.Text("behavior", otherwise), ignoreCase: true, out var behavior) && Enum.IsDefined(behavior)
            ? behavior
            : throw node.Invalid("behavior", $"is '{node.Text("behavior", otherwise)}'; it must be one of {string.Join(", ", Enum.GetNames<SplitBehavior>())}");

    /// <summary>Adds the words of a part; empty ones are left out.</summary>
    /// <param name="piece">The part.</param>
    /// <param name="matches">Where to split, in order and without overlap.</param>
    /// <param name="behavior">What becomes of the matches.</param>
    /// <param name="invert">Whether what lies between the matches is what splits.</param>
    /// <param name="words">The list.</param>
    public static void Split(Piece piece, IEnumerable<(int Start, int End)> matches, SplitBehavior behavior, bool invert, List<Piece> words)
    {
        var spans = Cover(piece.Length, matches, invert);
        switch (behavior)
        {
            case SplitBehavior.Removed:
                spans.RemoveAll(span => span.Splits);
                break;
            case SplitBehavior.Contiguous:
                Join(spans, (before, next) => before.Splits == next.Splits);
                break;
            case SplitBehavior.MergedWithPrevious:
                Join(spans, (before, next) => next.Splits && !before.Splits);
                break;
            case SplitBehavior.MergedWithNext:
                Join(spans, (before, next) => before.Splits && !next.Splits);
                break;
            default:
                break;
        }

        words.AddRange(spans.Select(span => piece.Part(span.Start, span.End - span.Start)));
    }

    private static List<Span> Cover(int length, IEnumerable<(int Start, int End)> matches, bool invert)
    {
        var (spans, at) = (new List<Span>(), 0);
        foreach (var (start, end) in matches)
        {
            Add(at, start, invert);
            Add(start, end, !invert);
            at = end;
        }

        Add(at, length, invert);
        return spans;

        void Add(int start, int end, bool splits)
        {
            if (end > start)
            {
                spans.Add(new Span(start, end, splits));
            }
        }
    }

    // A joined span counts as its last part does: after a separator that a word has taken, the next one stands alone.
    private static void Join(List<Span> spans, Func<Span, Span, bool> belong)
    {
        var kept = 0;
        for (var i = 1; i < spans.Count; i++)
        {
            if (belong(spans[kept], spans[i]))
            {
                spans[kept] = new Span(spans[kept].Start, spans[i].End, spans[i].Splits);
            }
            else
            {
                spans[++kept] = spans[i];
            }
        }

        spans.RemoveRange(Math.Min(kept + 1, spans.Count), Math.Max(0, spans.Count - kept - 1));
    }

    private readonly record struct Span(int Start, int End, bool Splits);
}
