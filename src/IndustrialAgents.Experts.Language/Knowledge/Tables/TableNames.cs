namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>The names in a table as a question may say them: columns by their own words, short values by all of theirs, with and without what is in brackets.</summary>
internal sealed class TableNames
{
    private const int MaxWords = 7;

    private readonly Dictionary<string, int> _columns = [];
    private readonly Dictionary<string, List<(int Column, string Value)>> _values = [];
    private readonly Dictionary<string, Dictionary<int, int>> _cellRoots = [];

    public TableNames(KnowledgeTable table)
    {
        // What several columns share names none of them, unless it is all of one's name.
        var parts = new Dictionary<string, HashSet<int>>();
        for (var column = 0; column < table.Columns.Count; column++)
        {
            var words = Roots(table.Columns[column]).ToArray();
            for (var start = 0; start < words.Length; start++)
            {
                for (var end = start + 1; end <= words.Length; end++)
                {
                    var part = string.Concat(words[start..end]);
                    if (!parts.TryGetValue(part, out var of))
                    {
                        parts.Add(part, of = []);
                    }

                    of.Add(column);
                }
            }

            ColumnWords.UnionWith(words);
        }

        foreach (var (part, of) in parts.Where(pair => pair.Value.Count == 1))
        {
            _columns[part] = of.First();
        }

        for (var column = 0; column < table.Columns.Count; column++)
        {
            _columns[string.Concat(Roots(table.Columns[column]))] = column;
            if (!table.IsNumeric[column])
            {
                AddValues(table, column);
            }
        }
    }

    /// <summary>Every word that the name of some column has.</summary>
    public HashSet<string> ColumnWords { get; } = [];

    public static IEnumerable<string> Roots(string text) => Words.Of(text).Select(WordRoot.Of);

    public int? Column(ReadOnlySpan<string> words) => _columns.TryGetValue(string.Concat(words), out var column) ? column : null;

    public IReadOnlyList<(int Column, string Value)> Values(ReadOnlySpan<string> words) => _values.GetValueOrDefault(string.Join(' ', words)) ?? [];

    /// <summary>The columns of which a cell has the word, each with the number of cells.</summary>
    public IReadOnlyDictionary<int, int> Having(string word) => _cellRoots.GetValueOrDefault(word) ?? [];

    private void AddValues(KnowledgeTable table, int column)
    {
        foreach (var group in table.Rows.Select(row => row[column]).Where(cell => cell.Length > 0).GroupBy(cell => cell, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var root in Roots(group.Key).Distinct())
            {
                if (!_cellRoots.TryGetValue(root, out var of))
                {
                    _cellRoots.Add(root, of = []);
                }

                of[column] = of.GetValueOrDefault(column) + group.Count();
            }

            var open = group.Key.IndexOf('(', StringComparison.Ordinal);
            var close = group.Key.IndexOf(')', Math.Max(0, open));
            string[] names = open > 0 && close > open ? [group.Key, group.Key[..open] + group.Key[(close + 1)..], group.Key[(open + 1)..close]] : [group.Key];
            foreach (var words in names.Select(name => Roots(name).ToArray()).Where(words => words.Length is > 0 and <= MaxWords))
            {
                var key = string.Join(' ', words);
                if (!_values.TryGetValue(key, out var values))
                {
                    _values.Add(key, values = []);
                }

                if (!values.Contains((column, group.Key)))
                {
                    values.Add((column, group.Key));
                }
            }
        }
    }
}
