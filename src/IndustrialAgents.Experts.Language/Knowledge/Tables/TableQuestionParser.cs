using System.Globalization;
using System.Text.RegularExpressions;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>One question over one table; see <see cref="TableQuestions"/>.</summary>
internal sealed partial class TableQuestionParser
{
    private const int MaxWords = 200;
    private const int LongestName = 7;
    private const int Greatest = 8;

    // Words of a question that stand for no condition.
    private static readonly HashSet<string> Plain = [.. TableNames.Roots(
        "list show give find identify provide name tell all any every each per value rating score number row record entry item table have has having associated related relate relating regarding "
        + "current currently data dataset please what which many much between within across under out overall different distinct unique type kind there not no do does come compare "
        + "most common frequent often and or with without rank ranked ranking sort sorted order ordered descending ascending top best highest lowest greatest average mean total sum count number "
        + "maximum minimum percentage percent share proportion fraction max min high low large small level equal above below than greater more less lower higher over exceed exceeding least fewest assigned "
        + "recorded listed occur found exist contain include included who whose where when case respect term existing present full whole entire complete")];

    private static readonly string[] Superlatives = ["highest", "maximum", "max", "greatest", "largest", "most", "worst", "top", "lowest", "minimum", "min", "smallest", "fewest", "least"];

    private readonly KnowledgeTable _table;
    private readonly TableNames _names;
    private readonly string[] _raw;
    private readonly string[] _words;
    private readonly bool[] _used;
    private readonly List<(int At, int Column)> _columns = [];
    private readonly List<(int At, int Length, IReadOnlyList<(int Column, string Value)> Candidates)> _values = [];
    private readonly List<TableCondition> _conditions = [];

    public TableQuestionParser(string question, KnowledgeTable table)
    {
        (_table, _names) = (table, new TableNames(table));
        _raw = [.. Tokens().Matches(question.Replace("sub-", "sub", StringComparison.OrdinalIgnoreCase)).Take(MaxWords).Select(match => match.Value.ToLowerInvariant())];
        _words = [.. _raw.Select(token => char.IsLetterOrDigit(token[0]) && !IsNumber(token, out _) ? WordRoot.Of(Words.Of(token).FirstOrDefault() ?? token) : token)];
        _used = new bool[_words.Length];
    }

    public TableQuery? Parse(out string? unknown)
    {
        unknown = null;
        FindNames();
        FindComparisons();
        FindEmpty();
        var query = Operation();
        if (query is null)
        {
            return null;
        }

        AddValues();
        unknown = AddWords();
        return unknown is null ? query with { Conditions = [.. _conditions] } : null;
    }

    [GeneratedRegex(@"\d+(?:\.\d+)?(?![\p{L}])|[\p{L}\p{N}]+|>=|<=|[<>=%]")]
    private static partial Regex Tokens();

    private static bool IsNumber(string token, out double number) => double.TryParse(token, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    // Longest names first come, first served; of equal ones the column.
    private void FindNames()
    {
        for (var at = 0; at < _words.Length; at++)
        {
            for (var length = Math.Min(LongestName, _words.Length - at); length > 0; length--)
            {
                var span = _words.AsSpan(at, length);
                if (length == 1 && Words.IsStop(_raw[at]))
                {
                    break;
                }

                if (_names.Column(span) is { } column)
                {
                    _columns.Add((at, column));
                }
                else if (_names.Values(span) is { Count: > 0 } values)
                {
                    _values.Add((at, length, values));
                }
                else
                {
                    continue;
                }

                _used.AsSpan(at, length).Fill(true);
                at += length - 1;
                break;
            }
        }
    }

    private void FindComparisons()
    {
        for (var i = 0; i < _raw.Length; i++)
        {
            if (!IsNumber(_raw[i], out _) || _used[i])
            {
                continue;
            }

            var relation = Relation(i);
            if (relation is null || NearestNumeric(i) is not { } column)
            {
                continue;
            }

            _conditions.Add(new TableCondition(column, relation, [_raw[i]]));
            _used[i] = true;
        }
    }

    private string? Relation(int at)
    {
        var after = string.Join(' ', _raw.Skip(at + 1).Take(2));
        if (after is "or more" or "or higher" or "or above" or "or greater" or "and above" or "or over")
        {
            return ">=";
        }

        if (after is "or less" or "or lower" or "or below" or "or fewer" or "and below" or "or under")
        {
            return "<=";
        }

        for (var i = at - 1; i >= 0 && i >= at - 3; i--)
        {
            var two = i > 0 ? $"{_raw[i - 1]} {_raw[i]}" : _raw[i];
            if (two is "at least")
            {
                return ">=";
            }

            if (two is "at most")
            {
                return "<=";
            }

            if (_raw[i] is "than" or "above" or "over" or "exceeding" or "exceeds" or "exceed" or "below" or "under" or ">" or "<" or ">=" or "<=" or "=" or "equal" or "equals")
            {
                var isLess = _raw[i] is "below" or "under" or "<" || two is "less than" or "lower than" or "smaller than" or "fewer than";
                return _raw[i] is ">=" or "<=" or "=" ? _raw[i] : _raw[i] is "equal" or "equals" ? "=" : isLess ? "<" : ">";
            }

            if (_raw[i] is "of" or "is" && i == at - 1)
            {
                return "=";
            }
        }

        return at > 0 && _columns.Any(column => column.At == at - 1 && _table.IsNumeric[column.Column]) ? "=" : null;
    }

    private int? NearestNumeric(int at)
    {
        var near = _columns.Where(column => _table.IsNumeric[column.Column]).OrderBy(column => Math.Abs(column.At - at) + (column.At > at ? 0.5 : 0)).ToList();
        return near.Count > 0 && Math.Abs(near[0].At - at) <= 6 ? near[0].Column : null;
    }

    private void FindEmpty()
    {
        foreach (var (at, column) in _columns)
        {
            var before = _raw.Skip(Math.Max(0, at - 3)).Take(Math.Min(3, at)).ToArray();
            if (before.Any(word => word is "no" or "without" or "missing" or "lack" or "lacks" or "lacking") && _table.Rows.Any(row => row[column].Length == 0))
            {
                _conditions.Add(new TableCondition(column, "is empty", []));
            }
        }
    }

    private TableQuery? Operation()
    {
        var text = " " + string.Join(' ', _raw) + " ";
        var group = Group(text);
        if (At("percentage", "percent", "proportion", "fraction", "%") >= 0 && _conditions.Exists(condition => condition.IsComparison))
        {
            return new TableQuery(TableOperation.Share, []);
        }

        var mean = At("average", "mean");
        var (highest, lowest) = (At(Superlatives.AsSpan(0, Greatest)), At(Superlatives.AsSpan(Greatest)));
        lowest = lowest > 0 && _raw[lowest - 1] == "at" ? -1 : lowest;
        highest = highest > 0 && _raw[highest - 1] == "at" ? -1 : highest;
        var superlatives = Enumerable.Range(0, _raw.Length).Count(i => Superlatives.Contains(_raw[i]) && (i == 0 || _raw[i - 1] != "at"));
        if (superlatives > 1)
        {
            // Two questions in one.
            return null;
        }

        var sorted = At("rank", "ranked", "ranking", "sort", "sorted", "order", "ordered", "descending", "ascending");
        if (mean >= 0)
        {
            var column = NumericAfter(mean);
            return column is null ? null
                : sorted >= 0 && Asked() is { } sortedGroup ? new TableQuery(Ordered(text), []) { Column = column, Group = sortedGroup, RanksByMean = true, Top = _table.Rows.Count }
                : highest >= 0 || lowest >= 0 ? Asked() is { } asked ? new TableQuery(highest >= 0 ? TableOperation.Highest : TableOperation.Lowest, []) { Column = column, Group = asked, RanksByMean = true, Top = TopOf(highest) } : null
                : new TableQuery(TableOperation.Average, []) { Column = column, Group = group };
        }

        if (highest >= 0 || lowest >= 0)
        {
            return Ranking(highest >= 0 ? TableOperation.Highest : TableOperation.Lowest, Math.Max(highest, lowest));
        }

        if (sorted >= 0 && NumericAfter(sorted) is { } by)
        {
            return new TableQuery(Ordered(text), []) { Column = by, Top = _table.Rows.Count };
        }

        if (text.Contains(" how many ", StringComparison.Ordinal) || text.Contains(" number of ", StringComparison.Ordinal) || At("count") >= 0)
        {
            var counted = _columns.Where(column => !_table.IsNumeric[column.Column]).Select(column => (int?)column.Column).FirstOrDefault();
            return new TableQuery(TableOperation.Count, []) { Column = group is null ? counted : null, Group = group };
        }

        if (At("sum", "total") is var sum && sum >= 0 && NumericAfter(sum) is { } added)
        {
            return new TableQuery(TableOperation.Sum, []) { Column = added, Group = group };
        }

        return _conditions.Exists(condition => condition.IsComparison || condition.Relation == "is empty") ? new TableQuery(TableOperation.List, [])
            : _values.Count == 0 && _columns.Count == 1 && !_table.IsNumeric[_columns[0].Column] && At("list", "all", "distinct", "different", "unique") >= 0
                ? new TableQuery(TableOperation.Distinct, []) { Column = _columns[0].Column } : null;
    }

    private static TableOperation Ordered(string text) => text.Contains(" ascending ", StringComparison.Ordinal) ? TableOperation.Lowest : TableOperation.Highest;

    private TableQuery? Ranking(TableOperation operation, int at)
    {
        var frequent = at + 1 < _raw.Length && _raw[at + 1] is "common" or "frequent" or "often";
        var counts = frequent || (at + 1 < _raw.Length && _raw[at + 1] == "number");
        var number = counts ? null : NumericAfter(at);
        if (number is not null)
        {
            return new TableQuery(operation, []) { Column = number, Top = TopOf(at) };
        }

        // "Which component has the most failure modes" groups by what is asked, "the most common failure mode" by what follows.
        var group = frequent ? _columns.Where(column => column.At > at && !_table.IsNumeric[column.Column]).Select(column => (int?)column.Column).FirstOrDefault() ?? Asked() : Asked();
        return group is null ? null : new TableQuery(operation, []) { Group = group, Top = TopOf(at) };
    }

    private int? TopOf(int at) => at >= 0 && at + 1 < _raw.Length && _raw[at] is "top" or "most" or "highest" or "lowest" or "worst" && int.TryParse(_raw[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top > 0
        ? Use(at + 1, top) : null;

    private int Use(int at, int value)
    {
        _used[at] = true;
        return value;
    }

    // The numeric column that an operation is about: the first after it, or else the last before it.
    private int? NumericAfter(int at) =>
        _columns.Where(column => column.At > at && _table.IsNumeric[column.Column]).Select(column => (int?)column.Column).FirstOrDefault()
        ?? _columns.Where(column => column.At < at && _table.IsNumeric[column.Column]).Select(column => (int?)column.Column).LastOrDefault();

    private int? Asked() => _columns.Where(column => !_table.IsNumeric[column.Column]).Select(column => (int?)column.Column).FirstOrDefault();

    private int? Group(string text)
    {
        foreach (var (at, column) in _columns.Where(column => !_table.IsNumeric[column.Column]))
        {
            if (at > 0 && _raw[at - 1] is "each" or "every" or "per" or "by")
            {
                return column;
            }
        }

        return text.Contains(" each ", StringComparison.Ordinal) || text.Contains(" per ", StringComparison.Ordinal) ? Asked() : null;
    }

    private int At(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < _raw.Length; i++)
        {
            if (words.Contains(_raw[i]))
            {
                return i;
            }
        }

        return -1;
    }

    // A value that stands in several columns is meant where its column is named right beside it, else in a column that no other value of the question
    // takes, else where it is broadest.
    private void AddValues()
    {
        var chosen = new Dictionary<int, List<string>>();
        foreach (var (at, length, candidates) in _values.OrderBy(value => value.Candidates.DistinctBy(candidate => candidate.Column).Count()))
        {
            var column = candidates
                .OrderBy(candidate => _columns.Exists(named => named.Column == candidate.Column && (named.At == at + length || named.At == at - 1)) ? 0 : 1)
                .ThenBy(candidate => chosen.ContainsKey(candidate.Column) ? 1 : 0)
                .ThenByDescending(candidate => _table.Rows.Count(row => row[candidate.Column].Equals(candidate.Value, StringComparison.OrdinalIgnoreCase))).First().Column;
            if (!chosen.TryGetValue(column, out var values))
            {
                chosen.Add(column, values = []);
            }

            values.AddRange(candidates.Where(candidate => candidate.Column == column).Select(candidate => candidate.Value));
        }

        _conditions.AddRange(chosen.Select(pair => new TableCondition(pair.Key, "is", [.. pair.Value.Distinct(StringComparer.OrdinalIgnoreCase)])));
    }

    // What is left must be a word of some cell; the word that is not is told.
    private string? AddWords()
    {
        var words = new List<(int Column, string Word)>();
        for (var i = 0; i < _words.Length; i++)
        {
            if (_used[i] || !char.IsLetterOrDigit(_words[i][0]) || Words.IsStop(_raw[i]) || Plain.Contains(_words[i]) || _names.ColumnWords.Contains(_words[i]))
            {
                continue;
            }

            var having = _names.Having(_words[i]);
            if (having.Count == 0)
            {
                return _raw[i];
            }

            words.Add((having.OrderBy(pair => _columns.Exists(column => column.Column == pair.Key) ? 0 : 1).ThenByDescending(pair => pair.Value).First().Key, _words[i]));
        }

        _conditions.AddRange(words.GroupBy(word => word.Column).Select(group => new TableCondition(group.Key, "has", [.. group.Select(word => word.Word).Distinct()])));
        return null;
    }
}
