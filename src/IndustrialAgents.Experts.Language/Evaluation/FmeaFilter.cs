using System.Globalization;
using System.Text.RegularExpressions;
using IndustrialAgents.Experts.Language.Knowledge;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// The filter of a question of the FMEA question file, a query in Cypher: its first WHERE and the names in its patterns, read as <see cref="FmeaReading"/>
/// says; a pattern with a recommended action needs the cell filled.
/// </summary>
internal sealed partial class FmeaFilter
{
    private static readonly Dictionary<string, string> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Subsystem"] = "Subsystem",
        ["Component"] = "Component",
        ["SubComponent"] = "Sub-Component",
        ["FailureMode"] = "Potential Failure Mode",
        ["FailureEffect"] = "Potential Effect(s) of Failure",
        ["FailureCause"] = "Potential Cause(s) of Failure",
        ["CurrentControls"] = "Current Controls",
        ["RecommendedAction"] = "Recommended Action",
    };

    private readonly KnowledgeTable _table;
    private readonly FmeaReading _reading;
    private readonly Dictionary<string, string> _labels = [];
    private readonly string _where;
    private readonly bool _needsAction;
    private string[] _tokens = [];
    private int _at;

    public FmeaFilter(string query, KnowledgeTable table, FmeaReading reading = FmeaReading.Words)
    {
        (_table, _reading) = (table, reading);
        foreach (Match match in Label().Matches(query))
        {
            _labels[match.Groups[1].Value] = match.Groups[2].Value;
        }

        _needsAction = Action().IsMatch(query);
        _where = Where().Match(query) is { Success: true } where ? where.Groups[1].Value : "";
        if (Inline().Match(query) is { Success: true } inline)
        {
            _where = $"IS_FUZZY_MATCH({inline.Groups[1].Value}.name, '{inline.Groups[2].Value}')" + (_where.Length > 0 ? $" AND ({_where})" : "");
        }
    }

    /// <summary>The rows that meet it.</summary>
    public int[] Rows()
    {
        if (_reading == FmeaReading.Names && (_where.Length == 0 || Text().Matches(_where).Any(text => !_labels.ContainsKey(text.Groups[1].Value))))
        {
            return [];
        }

        var action = Index("Recommended Action");
        return [.. Enumerable.Range(0, _table.Rows.Count).Where(row => (!_needsAction || _table.Rows[row][action].Length > 0) && (_where.Length == 0 || Meets(row)))];
    }

    [GeneratedRegex(@"\((\w+):(\w+)")]
    private static partial Regex Label();

    [GeneratedRegex(@"(?<!NOT \(fm\))-\[:HAS_ACTION\]->\(\w+:RecommendedAction")]
    private static partial Regex Action();

    [GeneratedRegex(@"\bWHERE\b(.*?)(?=\b(?:RETURN|WITH|ORDER)\b|$)", RegexOptions.Singleline)]
    private static partial Regex Where();

    [GeneratedRegex(@"\((\w+):\w+ \{name: '([^']*)'\}")]
    private static partial Regex Inline();

    [GeneratedRegex(@"IS_\w+_MATCH\(\w+\.\w+, ?['""][^'"")]*['""]?\)|\(fm\)-\[[^\]]*\]->\([^)]*\)|\w+\.\w+ *(?:>=|<=|=|<|>) *\S+|\(|\)|\bAND\b|\bOR\b|\bNOT\b")]
    private static partial Regex Token();

    [GeneratedRegex(@"MATCH\((\w+)\.\w+, ?['""]([^'"")]*)")]
    private static partial Regex Text();

    [GeneratedRegex(@"\w+\.(\w+) *(>=|<=|=|<|>) *([\d.]+)")]
    private static partial Regex Comparison();

    private bool Meets(int row)
    {
        (_tokens, _at) = ([.. Token().Matches(_where).Select(match => match.Value)], 0);
        return Or(row);
    }

    private bool Or(int row)
    {
        var value = And(row);
        while (_at < _tokens.Length && _tokens[_at] == "OR")
        {
            _at++;
            value |= And(row);
        }

        return value;
    }

    private bool And(int row)
    {
        var value = Not(row);
        while (_at < _tokens.Length && _tokens[_at] == "AND")
        {
            _at++;
            value &= Not(row);
        }

        return value;
    }

    private bool Not(int row)
    {
        if (_at >= _tokens.Length)
        {
            return true;
        }

        var token = _tokens[_at++];
        if (token == "NOT")
        {
            return !Not(row);
        }

        if (token != "(")
        {
            return Atom(token, row);
        }

        var value = Or(row);
        _at++;
        return value;
    }

    private bool Atom(string token, int row)
    {
        if (token.StartsWith("(fm)", StringComparison.Ordinal))
        {
            return _table.Rows[row][Index("Recommended Action")].Length > 0;
        }

        if (Text().Match(token) is { Success: true } text)
        {
            if (_reading == FmeaReading.Names && token.StartsWith("IS_SEMANTIC", StringComparison.Ordinal))
            {
                return true;
            }

            // One filter names an alias that its patterns do not make; the alias is the label's own name.
            var label = _labels.GetValueOrDefault(text.Groups[1].Value, text.Groups[1].Value);
            var value = _table.Rows[row][Index(Columns[label])];
            if (_reading == FmeaReading.Names)
            {
                return value.Contains(text.Groups[2].Value, StringComparison.OrdinalIgnoreCase);
            }

            var cell = TableNames.Roots(value).ToHashSet(StringComparer.Ordinal);
            return TableNames.Roots(text.Groups[2].Value).All(cell.Contains);
        }

        // A comparison with an aggregate is no filter of rows.
        return Comparison().Match(token) is not { Success: true } comparison || new TableCondition(
            Index(comparison.Groups[1].Value), comparison.Groups[2].Value, [double.Parse(comparison.Groups[3].Value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)]).Fits(_table, row);
    }

    private int Index(string column)
    {
        for (var i = 0; i < _table.Columns.Count; i++)
        {
            if (_table.Columns[i].Equals(column, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw new InvalidDataException($"the FMEA table has no column '{column}'");
    }
}
