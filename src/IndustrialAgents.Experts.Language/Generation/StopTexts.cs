namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Ends a text at the first of some texts, wherever tokens begin and end. What may be the beginning of one is held back until it is known. Not thread-safe.
/// </summary>
internal sealed class StopTexts(IReadOnlyList<string> stops)
{
    private string _held = "";

    /// <summary>Adds what was written.</summary>
    /// <returns>What can be given out, and whether the text ends there.</returns>
    public (string Text, bool Ends) Add(string piece)
    {
        if (stops.Count == 0 || piece.Length == 0)
        {
            return (piece, false);
        }

        var text = _held + piece;
        var first = -1;
        foreach (var stop in stops)
        {
            var at = text.IndexOf(stop, StringComparison.Ordinal);
            first = at >= 0 && (first < 0 || at < first) ? at : first;
        }

        if (first >= 0)
        {
            _held = "";
            return (text[..first], true);
        }

        var begin = text.Length - stops.Max(stop => Overlap(text, stop));
        _held = text[begin..];
        return (text[..begin], false);
    }

    /// <summary>What was held back, once nothing more comes.</summary>
    public string Flush()
    {
        var rest = _held;
        _held = "";
        return rest;
    }

    // The longest end of the text that begins the stop.
    private static int Overlap(string text, string stop)
    {
        for (var length = Math.Min(text.Length, stop.Length - 1); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
            {
                return length;
            }
        }

        return 0;
    }
}
