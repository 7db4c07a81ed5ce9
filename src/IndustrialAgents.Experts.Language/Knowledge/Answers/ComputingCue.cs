using System.Text.RegularExpressions;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>Tells questions that ask to count, average or rank rows from those that a passage can answer. Thread-safe.</summary>
internal static partial class ComputingCue
{
    /// <summary>Whether no single passage can answer the question, by its words.</summary>
    public static bool IsIn(string question) => Cue().IsMatch(question);

    [GeneratedRegex(
        @"\b(how (many|much)|number of|count|average|mean value|median|sum of|total|percent(age)?|proportion|share of|highest|lowest|largest|smallest|greatest|maximum|minimum|max|min|most|fewest|top \d+|rank(ed|ing)?|sort(ed)?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Cue();
}
