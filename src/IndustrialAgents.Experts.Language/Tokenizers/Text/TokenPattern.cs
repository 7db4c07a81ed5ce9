using System.Text;
using System.Text.RegularExpressions;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>
/// A regular expression of a tokenizer, which were written for engines that see whole characters. Those outside the basic plane are two units in
/// .NET and would be of no category; where a text has such, one stands in for each that is of the same category. Thread-safe.
/// </summary>
internal sealed class TokenPattern
{
    // Bounds what a pattern that backtracks without end may cost.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly Regex _regex;

    public TokenPattern(ConfigNode node, string field, string pattern)
    {
        try
        {
            _regex = new Regex(PatternTranslation.Translate(pattern), RegexOptions.CultureInvariant | RegexOptions.Compiled, Timeout);
        }
        catch (ArgumentException error)
        {
            throw node.Invalid(field, $"'{pattern}' is no regular expression that .NET knows: {error.Message}");
        }
    }

    /// <summary>Where the pattern matches, in order; empty matches are left out.</summary>
    /// <exception cref="InvalidRequestException">Matching took too long.</exception>
    public IEnumerable<(int Start, int End)> Matches(string text, int start, int length)
    {
        var span = text.AsSpan(start, length);
        var (searched, places) = span.IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? (span.ToString(), null) : StandIn(span);
        var matches = new List<(int, int)>();
        try
        {
            foreach (var match in _regex.EnumerateMatches(searched))
            {
                if (match.Length > 0)
                {
                    var (from, to) = (match.Index, match.Index + match.Length);
                    matches.Add(places is null ? (from, to) : (places[from], places[to]));
                }
            }
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new InvalidRequestException("inputs", $"splitting the text into words took more than {Timeout.TotalSeconds} s; send a shorter one", error);
        }

        return matches;
    }

    private static (string Text, int[] Places) StandIn(ReadOnlySpan<char> text)
    {
        var (result, places) = (new StringBuilder(text.Length), new List<int>(text.Length + 1));
        for (var i = 0; i < text.Length;)
        {
            places.Add(i);
            if (Rune.DecodeFromUtf16(text[i..], out var rune, out var used) == System.Buffers.OperationStatus.Done && used == 2)
            {
                result.Append(Category(rune));
            }
            else
            {
                result.Append(text[i]);
            }

            i += used;
        }

        places.Add(text.Length);
        return (result.ToString(), [.. places]);
    }

    // Rare letters and signs, so that no pattern names them.
    private static char Category(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        System.Globalization.UnicodeCategory.UppercaseLetter => '\u10A0',
        System.Globalization.UnicodeCategory.LowercaseLetter => '\u2C3F',
        System.Globalization.UnicodeCategory.ModifierLetter => '\uA717',
        System.Globalization.UnicodeCategory.OtherLetter => rune.Value is >= 0x20000 and <= 0x3FFFF ? '\u4E00' : '\uA000',
        System.Globalization.UnicodeCategory.NonSpacingMark => '\u1DC0',
        System.Globalization.UnicodeCategory.SpacingCombiningMark => '\uABE3',
        System.Globalization.UnicodeCategory.DecimalDigitNumber => '\uABF0',
        System.Globalization.UnicodeCategory.LetterNumber => '\u16EE',
        System.Globalization.UnicodeCategory.OtherNumber => '\u0C78',
        System.Globalization.UnicodeCategory.MathSymbol => '\u2A00',
        System.Globalization.UnicodeCategory.ModifierSymbol => '\uA700',
        System.Globalization.UnicodeCategory.DashPunctuation => '\u2E3A',
        System.Globalization.UnicodeCategory.OtherPunctuation => '\uA874',
        System.Globalization.UnicodeCategory.Format => '\u2060',
        System.Globalization.UnicodeCategory.PrivateUse => '\uE000',
        _ => '\u2300',
    };
}
