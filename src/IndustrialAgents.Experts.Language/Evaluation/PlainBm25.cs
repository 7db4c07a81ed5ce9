using System.Text.RegularExpressions;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// BM25 as in the books (Robertson, Zaragoza 2009, k1 1.2, b 0.75) over runs of letters and digits without case, with nothing added: what a search is held
/// against, and what tells which reading of a question file a published figure was measured with. Thread-safe.
/// </summary>
internal sealed partial class PlainBm25
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly Dictionary<string, int>[] _counts;
    private readonly Dictionary<string, int> _texts;
    private readonly double _mean;

    public PlainBm25(IEnumerable<string> texts)
    {
        _counts = [.. texts.Select(text => Tokens(text).GroupBy(token => token).ToDictionary(same => same.Key, same => same.Count()))];
        _texts = _counts.SelectMany(counts => counts.Keys).GroupBy(token => token).ToDictionary(same => same.Key, same => same.Count());
        _mean = Math.Max(1, _counts.Average(counts => counts.Values.Sum()));
    }

    /// <summary>All texts by their numbers, best first; of equals the earlier one.</summary>
    public int[] Rank(string question)
    {
        var asked = Tokens(question).ToArray();
        return [.. Enumerable.Range(0, _counts.Length).OrderByDescending(text => asked.Sum(token => Score(token, _counts[text])))];
    }

    private double Score(string token, Dictionary<string, int> counts)
    {
        if (!counts.TryGetValue(token, out var count))
        {
            return 0;
        }

        var rarity = Math.Log(1 + ((_counts.Length - _texts[token] + 0.5) / (_texts[token] + 0.5)));
        return rarity * count * (K1 + 1) / (count + (K1 * (1 - B + (B * counts.Values.Sum() / _mean))));
    }

    private static IEnumerable<string> Tokens(string text) => Token().Matches(text.ToLowerInvariant()).Select(match => match.Value);

    [GeneratedRegex("[a-z0-9]+")]
    private static partial Regex Token();
}
