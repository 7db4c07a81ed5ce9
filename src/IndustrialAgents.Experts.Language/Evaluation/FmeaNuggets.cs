using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Whether an answer says what a reference answer must (its nuggets marked ESSENTIAL): every number of each, ordinals aside, and every short value of the table it names.
/// </summary>
internal static partial class FmeaNuggets
{
    private const int LongestName = 6;

    /// <summary>True where all are said; null where no essential nugget has a number or a value to look for.</summary>
    public static bool? AreSaid(string nuggets, string answer, KnowledgeTable table)
    {
        using var document = JsonDocument.Parse(nuggets);
        var names = new TableNames(table);
        var said = TableNames.Roots(answer).ToArray();
        var all = " " + string.Join(' ', said) + " ";
        var numbers = Numbers(answer);
        bool? result = null;
        foreach (var text in document.RootElement.EnumerateArray().Where(nugget => nugget.GetProperty("status").GetString() == "ESSENTIAL").Select(nugget => nugget.GetProperty("nugget").GetString()!))
        {
            var wanted = Numbers(text);
            var values = Values(text, names);
            if (wanted.Count > 0 || values.Count > 0)
            {
                result = (result ?? true) && wanted.All(number => numbers.Exists(other => Math.Abs(Math.Round(other.Value, number.Decimals) - number.Value) < 1e-9)) && values.All(value => all.Contains($" {value} ", StringComparison.Ordinal));
            }
        }

        return result;
    }

    [GeneratedRegex(@"\d+(?:\.\d+)?(?![\d\p{L}]|\.\d)")]
    private static partial Regex Number();

    // A reference may be rounded; what it says to so many places must be what the answer says, rounded.
    private static List<(double Value, int Decimals)> Numbers(string text) =>
    [
        .. Number().Matches(text).Select(match => (
            double.Parse(match.Value, CultureInfo.InvariantCulture), match.Value.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? match.Value.Length - point - 1 : 0)),
    ];

    private static List<string> Values(string text, TableNames names)
    {
        var words = TableNames.Roots(text).ToArray();
        var found = new List<string>();
        for (var at = 0; at < words.Length; at++)
        {
            for (var length = Math.Min(LongestName, words.Length - at); length > 0; length--)
            {
                if (names.Values(words.AsSpan(at, length)).Count > 0)
                {
                    found.Add(string.Join(' ', words[at..(at + length)]));
                    at += length - 1;
                    break;
                }
            }
        }

        return found;
    }
}
