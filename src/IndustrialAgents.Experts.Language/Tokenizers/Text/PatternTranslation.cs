using System.Text;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>
/// Turns what Oniguruma and PCRE know and .NET does not into what it knows: possessive quantifiers into atomic groups, scripts into ranges of the
/// basic plane.
/// </summary>
internal static class PatternTranslation
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Han"] = @"\u2E80-\u2FD5\u3005\u3007\u3021-\u3029\u3038-\u303B\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF",
        ["Hiragana"] = @"\u3041-\u3096\u309D-\u309F",
        ["Katakana"] = @"\u30A1-\u30FA\u30FD-\u30FF\u31F0-\u31FF\uFF66-\uFF6F\uFF71-\uFF9D",
        ["Hangul"] = @"\u1100-\u11FF\u3131-\u318E\uA960-\uA97C\uAC00-\uD7A3\uD7B0-\uD7FB",
        ["Thai"] = @"\u0E01-\u0E3A\u0E40-\u0E5B",
        ["Arabic"] = @"\u0600-\u0604\u0606-\u06FF\u0750-\u077F\u08A0-\u08FF\uFB50-\uFDFF\uFE70-\uFEFC",
        ["Cyrillic"] = @"\u0400-\u0484\u0487-\u052F\u1C80-\u1C88\u1D2B\u2DE0-\u2DFF\uA640-\uA69F",
        ["Greek"] = @"\u0370-\u0373\u0375-\u0377\u037A-\u037D\u037F\u0384\u0386\u0388-\u03E1\u03F0-\u03FF\u1F00-\u1FFE",
        ["Latin"] = @"A-Za-z\u00AA\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02B8\u1E00-\u1EFF\uFF21-\uFF3A\uFF41-\uFF5A",
    };

    private static readonly System.Buffers.SearchValues<char> Counts = System.Buffers.SearchValues.Create("0123456789,");

    public static string Translate(string pattern)
    {
        var result = new StringBuilder(pattern.Length);

        // Where the last atom begins in the result, and the groups that are open.
        var (atom, open) = (0, new Stack<int>());
        for (var i = 0; i < pattern.Length;)
        {
            var begins = result.Length;
            switch (pattern[i])
            {
                case '\\':
                    i = CopyEscape(pattern, i, result, inClass: false);
                    atom = begins;
                    break;
                case '[':
                    i = CopyClass(pattern, i, result);
                    atom = begins;
                    break;
                case '(':
                    open.Push(begins);
                    result.Append(pattern[i++]);
                    break;
                case ')':
                    atom = open.TryPop(out var start) ? start : begins;
                    result.Append(pattern[i++]);
                    break;
                case '?' or '*' or '+' or '{' when Quantifier(pattern, i) is var length and > 0:
                    result.Append(pattern, i, length);
                    i += length;
                    if (i < pattern.Length && pattern[i] == '+')
                    {
                        result.Insert(atom, "(?>").Append(')');
                        i++;
                    }

                    break;
                default:
                    atom = begins;
                    result.Append(pattern[i++]);
                    break;
            }
        }

        return result.ToString();
    }

    // Length of the quantifier there; 0 where the sign means itself or belongs to a group's head.
    private static int Quantifier(string pattern, int at)
    {
        if (pattern[at] != '{')
        {
            return at > 0 && pattern[at - 1] == '(' ? 0 : 1;
        }

        var end = pattern.IndexOf('}', at);
        return end > at + 1 && pattern.AsSpan(at + 1, end - at - 1).IndexOfAnyExcept(Counts) < 0 ? end - at + 1 : 0;
    }

    private static int CopyClass(string pattern, int at, StringBuilder result)
    {
        result.Append(pattern[at++]);
        if (at < pattern.Length && pattern[at] == '^')
        {
            result.Append(pattern[at++]);
        }

        for (var first = true; at < pattern.Length && (first || pattern[at] != ']'); first = false)
        {
            if (pattern[at] == '\\')
            {
                at = CopyEscape(pattern, at, result, inClass: true);
                continue;
            }

            // A bracket inside means itself here, but .NET reads -[ as a subtraction.
            result.Append(pattern[at] == '[' ? "\\[" : pattern[at].ToString());
            at++;
        }

        if (at < pattern.Length)
        {
            result.Append(pattern[at++]);
        }

        return at;
    }

    private static int CopyEscape(string pattern, int at, StringBuilder result, bool inClass)
    {
        if (at + 3 < pattern.Length && pattern[at + 1] is 'p' or 'P' && pattern[at + 2] == '{' && pattern.IndexOf('}', at) is var end and > 0
            && Scripts.TryGetValue(pattern[(at + 3)..end].Replace("Script=", "", StringComparison.Ordinal), out var ranges)
            && (pattern[at + 1] == 'p' || !inClass))
        {
            result.Append(inClass ? ranges : $"[{(pattern[at + 1] == 'P' ? "^" : "")}{ranges}]");
            return end + 1;
        }

        var length = Math.Min(2, pattern.Length - at);
        result.Append(pattern, at, length);
        at += length;
        if (length == 2 && pattern[at - 1] is 'p' or 'P' && at < pattern.Length && pattern[at] == '{' && pattern.IndexOf('}', at) is var close and > 0)
        {
            result.Append(pattern, at, close - at + 1);
            at = close + 1;
        }

        return at;
    }
}
