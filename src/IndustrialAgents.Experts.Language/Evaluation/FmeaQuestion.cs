using System.Globalization;
using System.Text.RegularExpressions;
using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language;

/// <summary>A question with the filters of its graph query, read as filters on the table's columns. Thread-safe.</summary>
internal sealed partial class FmeaQuestion
{
    private const int Alike = 5;

    private static readonly Dictionary<string, string> Columns = new(StringComparer.Ordinal)
    {
        ["Subsystem.name"] = "Subsystem",
        ["Component.name"] = "Component",
        ["SubComponent.name"] = "Sub-Component",
        ["FailureMode.description"] = "Potential Failure Mode",
        ["FailureMode.severity"] = "Severity",
        ["FailureMode.occurrence"] = "Occurrence",
        ["FailureMode.detection"] = "Detection",
        ["FailureMode.rpn"] = "RPN",
        ["FailureEffect.description"] = "Potential Effect(s) of Failure",
        ["FailureCause.description"] = "Potential Cause(s) of Failure",
        ["RecommendedAction.description"] = "Recommended Action",
        ["CurrentControls.description"] = "Current Controls",
    };

    private readonly string _query;
    private readonly Dictionary<string, string> _labels;

    public FmeaQuestion(string text, string query)
    {
        (Text, _query) = (text, query);
        _labels = Node().Matches(query).GroupBy(match => match.Groups[1].Value).ToDictionary(group => group.Key, group => group.First().Groups[2].Value, StringComparer.Ordinal);
    }

    public string Text { get; }

    public bool IsComputed => Computing().IsMatch(_query);

    public static IReadOnlyList<FmeaQuestion> Read(string path) =>
    [
        .. DocumentReader.Read(path, File.ReadAllBytes(path), new ReadingLimits()).Blocks.Where(row => row.Cells[1].Length > 0).Select(row => new FmeaQuestion(row.Cells[1], row.Cells[2])),
    ];

    /// <summary>Whether a row passes the filters; a query without any that can be read names no row.</summary>
    public bool Matches(Block row)
    {
        if (_query.Split("WHERE", 2) is not [_, var rest])
        {
            return false;
        }

        var filters = rest.Split("RETURN", 2)[0].Split(" AND ").Select(part => part.Split(" OR ").Select(filter => Holds(filter, row)).ToArray()).ToArray();
        return filters.All(alternatives => alternatives.Any(holds => holds == true));
    }

    private bool? Holds(string filter, Block row)
    {
        if (TextFilter().Match(filter) is { Success: true } text)
        {
            return Cell(row, text.Groups[2].Value, text.Groups[3].Value) is { } cell ? Has(cell, text.Groups[4].Value) != text.Groups[1].Success : null;
        }

        return NumberFilter().Match(filter) is { Success: true } number
            && double.TryParse(Cell(row, number.Groups[1].Value, number.Groups[2].Value), CultureInfo.InvariantCulture, out var left)
            ? Compare(left, number.Groups[3].Value, double.Parse(number.Groups[4].Value, CultureInfo.InvariantCulture))
            : null;
    }

    private string? Cell(Block row, string alias, string property)
    {
        if (!_labels.TryGetValue(alias, out var label) || !Columns.TryGetValue($"{label}.{property}", out var column))
        {
            return null;
        }

        for (var i = 0; i < row.Columns!.Count; i++)
        {
            if (row.Columns[i] == column)
            {
                return row.Cells[i];
            }
        }

        return null;
    }

    private static bool Has(string cell, string value)
    {
        var words = Words.Of(cell);
        return Words.Of(value).Where(word => !Words.IsStop(word)).All(wanted => words.Any(word =>
            word == wanted || (word.Length >= Alike && wanted.Length >= Alike && word.AsSpan(0, Alike).SequenceEqual(wanted.AsSpan(0, Alike)))));
    }

    private static bool Compare(double left, string sign, double right) => sign switch
    {
        "<" => left < right,
        "<=" => left <= right,
        ">" => left > right,
        ">=" => left >= right,
        _ => left == right,
    };

    [GeneratedRegex(@"\((\w+):(\w+)")]
    private static partial Regex Node();

    [GeneratedRegex(@"\b(COUNT|AVG|MAX|MIN|SUM)\s*\(|ORDER BY", RegexOptions.IgnoreCase)]
    private static partial Regex Computing();

    [GeneratedRegex(@"(NOT\s+)?IS_(?:FUZZY|SEMANTIC)_MATCH\(\s*(\w+)\.(\w+)\s*,\s*['""]([^'""]+)['""]")]
    private static partial Regex TextFilter();

    [GeneratedRegex(@"(\w+)\.(\w+)\s*(<=|>=|=|<|>)\s*(\d+)")]
    private static partial Regex NumberFilter();
}
