namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>
/// A text's tokens: what stands between white space, with punctuation at its beginning or end as tokens of their own; <c>&lt;id&gt;</c> and signs within a
/// word stay. Thread-safe.
/// </summary>
internal static class TextTokens
{
    private const string Punctuation = ".,;:!?()[]{}\"";

    /// <summary>Where each token lies.</summary>
    public static List<Range> Split(string text)
    {
        var tokens = new List<Range>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            Add(tokens, text, at, end);
            at = end;
        }

        return tokens;
    }

    private static void Add(List<Range> tokens, string text, int start, int end)
    {
        while (start < end && IsPunctuation(text[start]))
        {
            tokens.Add(start..++start);
        }

        var last = end;
        while (last > start && IsPunctuation(text[last - 1]))
        {
            last--;
        }

        if (last > start)
        {
            tokens.Add(start..last);
        }

        for (; last < end; last++)
        {
            tokens.Add(last..(last + 1));
        }
    }

    private static bool IsPunctuation(char unit) => Punctuation.Contains(unit, StringComparison.Ordinal);
}
