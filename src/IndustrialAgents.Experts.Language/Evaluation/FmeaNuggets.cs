using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Whether an answer says what a reference answer must (its nuggets marked ESSENTIAL): every number of each, and every short value of the table it names.
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
                result = (result ?? true) && wanted.All(number => numbers.Exists(other => Math.Abs(other - number) < 0.0051)) && values.All(value => all.Contains($" {value} ", StringComparison.Ordinal));
            }
        }

        return result;
    }

    [GeneratedRegex(@"\d+(?:\.\d+)?")]
    private static partial Regex Number();

    private static List<double> Numbers(string text) => [.. Number().Matches(text).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

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
