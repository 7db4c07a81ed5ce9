using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>
/// A text whose every sentence cites the passages it rests on, as <c>[1]</c>, and keeps to them: most of its words are theirs, all of its numbers, and it denies
/// only what they deny. This is a check of words, not of meaning. Immutable.
/// </summary>
/// <param name="Text">The text, its citations numbered in the order in which they are first met.</param>
/// <param name="Cited">The numbers, from 0, of the passages that <c>[1]</c>, <c>[2]</c> and so on cite.</param>
internal sealed partial record CitedText(string Text, IReadOnlyList<int> Cited)
{
    private const double LeastShare = 0.7;

    // "One" is as often no number.
    private static readonly Dictionary<string, string> NumberWords =
        ("two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 twenty 20 thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90 "
        + "hundred 100 thousand 1000").Split(' ').Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a text and checks it.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="passages">The passages as they were shown, of which <c>[1]</c> is the first.</param>
    /// <param name="problem">The first thing that is wrong with it; empty where nothing is.</param>
    /// <returns>The text; null where something is wrong with it.</returns>
    public static CitedText? Read(string text, IReadOnlyList<string> passages, out string problem)
    {
        // A citation may stand before the stop or after it.
        var moved = AfterStop().Replace(text.Trim(), "$2$1 ");
        var cited = new List<int>();
        var written = new StringBuilder();
        var sentences = Chunker.Sentences(moved).Where(sentence => Words.Of(Citation().Replace(sentence, " ")).Count > 0).ToList();
        problem = sentences.Count == 0 ? "it says nothing" : "";
        for (var i = 0; i < sentences.Count && problem.Length == 0; i++)
        {
            var numbers = Citation().Matches(sentences[i]).SelectMany(match => Digits().Matches(match.Value)).Select(Number).ToList();
            problem = numbers.Count == 0 ? $"sentence {i + 1} cites no passage"
                : numbers.Exists(number => number < 1 || number > passages.Count) ? $"sentence {i + 1} cites a passage that is none of the {passages.Count} it was given"
                : Unsupported(Citation().Replace(sentences[i], " "), [.. numbers.Distinct().Select(number => passages[number - 1])]) is { } wrong ? $"sentence {i + 1} {wrong}"
                : "";
            cited.AddRange(numbers.Select(number => number - 1).Where(number => !cited.Contains(number)).Distinct());
            written.Append(Citation().Replace(sentences[i], match => string.Concat(Digits().Matches(match.Value).Select(digits => string.Create(CultureInfo.InvariantCulture, $"[{cited.IndexOf(Number(digits) - 1) + 1}]")))));
        }

        return problem.Length == 0 ? new CitedText(written.ToString().Trim(), cited) : null;
    }

    private static string? Unsupported(string sentence, IReadOnlyList<string> evidence)
    {
        var roots = evidence.SelectMany(Roots).ToHashSet(StringComparer.Ordinal);
        var own = Roots(sentence).ToList();
        var share = own.Count == 0 ? 0 : (double)own.Count(roots.Contains) / own.Count;
        if (share < LeastShare)
        {
            return string.Create(CultureInfo.InvariantCulture, $"has {100 * share:0} % of its words from what it cites, and needs {100 * LeastShare:0} %");
        }

        var numbers = evidence.SelectMany(Numbers).ToHashSet(StringComparer.Ordinal);
        return Numbers(sentence).FirstOrDefault(number => !numbers.Contains(number)) is { } foreign ? $"has the number {foreign}, which is not in what it cites"
            : !Agrees(sentence, own, evidence) ? "denies what it cites says, or says what it denies"
            : null;
    }

    // What is most like the sentence must deny where it denies, and only there.
    private static bool Agrees(string sentence, List<string> own, IReadOnlyList<string> evidence)
    {
        var roots = own.ToHashSet(StringComparer.Ordinal);
        var parts = evidence.SelectMany(passage => passage.Split('\n')).SelectMany(Chunker.Sentences).Select(part => (Text: part, Common: Roots(part).Distinct().Count(roots.Contains))).ToList();
        var most = parts.Select(part => part.Common).DefaultIfEmpty(0).Max();
        return parts.Where(part => part.Common == most).Any(part => Denial().IsMatch(part.Text) == Denial().IsMatch(sentence));
    }

    private static IEnumerable<string> Roots(string text) => Words.Of(text).Where(word => !Words.IsStop(word)).Select(WordRoot.Of);

    private static IEnumerable<string> Numbers(string text) =>
        Figures().Matches(text).Select(match => match.Value.Replace(',', '.')).Concat(Letters().Matches(text).Select(match => NumberWords.GetValueOrDefault(match.Value)).OfType<string>());

    // What no integer holds is the number of no passage.
    private static int Number(Match digits) => int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"([.!?;])((?:\s*\[\s*[0-9]+(?:\s*,\s*[0-9]+)*\s*\])+)(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex AfterStop();

    [GeneratedRegex(@"\[\s*[0-9]+(?:\s*,\s*[0-9]+)*\s*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Citation();

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    [GeneratedRegex(@"\p{Nd}+(?:[.,:]\p{Nd}+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Figures();

    [GeneratedRegex(@"\p{L}+", RegexOptions.CultureInvariant)]
    private static partial Regex Letters();

    [GeneratedRegex(@"\b(no|not|never|without|none|nor|neither|cannot|nicht|kein\w*|nie|niemals|ohne)\b|n['’]t\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Denial();
}
