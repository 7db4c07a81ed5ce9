namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Words by their UTF-16 units, to find which of them begin at a place. Immutable after building; thread-safe then.</summary>
internal sealed class TextTrie
{
    private readonly Dictionary<long, int> _next = [];
    private readonly List<int> _values = [-1];

    /// <summary>Adds a word; a later value replaces an earlier one.</summary>
    public void Add(ReadOnlySpan<char> word, int value)
    {
        var node = 0;
        foreach (var unit in word)
        {
            var key = Key(node, unit);
            if (!_next.TryGetValue(key, out var child))
            {
                child = _values.Count;
                _next.Add(key, child);
                _values.Add(-1);
            }

            node = child;
        }

        _values[node] = value;
    }

    /// <summary>Goes one unit down.</summary>
    /// <param name="node">Where to go from, 0 at first; where it went to.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="value">Value of the word that ends here, or -1.</param>
    /// <returns>False where no word goes on so.</returns>
    public bool TryStep(ref int node, char unit, out int value)
    {
        if (_next.TryGetValue(Key(node, unit), out var child))
        {
            (node, value) = (child, _values[child]);
            return true;
        }

        value = -1;
        return false;
    }

    /// <summary>The longest word at the beginning of a text.</summary>
    /// <returns>Its value and length; (-1, 0) where none begins there.</returns>
    public (int Value, int Length) Longest(ReadOnlySpan<char> text)
    {
        var (node, best) = (0, (-1, 0));
        for (var i = 0; i < text.Length && TryStep(ref node, text[i], out var value); i++)
        {
            best = value >= 0 ? (value, i + 1) : best;
        }

        return best;
    }

    private static long Key(int node, char unit) => ((long)node << 16) | unit;
}
