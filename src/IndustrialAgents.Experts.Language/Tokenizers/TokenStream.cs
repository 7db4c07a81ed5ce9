namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>
/// The text of tokens as they come one by one. What is given out is never taken back: half a character waits for its rest. Not thread-safe.
/// </summary>
/// <param name="tokenizer">The tokenizer.</param>
/// <param name="skipSpecial">Whether special tokens are left out.</param>
public sealed class TokenStream(Tokenizer tokenizer, bool skipSpecial = true)
{
    // As many bytes as a character has at most; more that make no character are no text.
    private const int MaxWaiting = 4;

    private readonly List<int> _ids = [];
    private int _context;
    private int _read;

    /// <summary>Adds a token.</summary>
    /// <returns>The text it adds; empty where a character is not whole yet.</returns>
    public string Add(int id)
    {
        _ids.Add(id);

        // A decoder may treat the first token in its own way, so the new one is decoded behind those of the last text, and that text cut off.
        var before = Decode(_context, _read);
        var now = Decode(_context, _ids.Count);
        if (now.EndsWith('\uFFFD') && _ids.Count - _read < MaxWaiting)
        {
            return "";
        }

        (_context, _read) = (_read, _ids.Count);
        return now.Length > before.Length ? now[before.Length..] : "";
    }

    /// <summary>What waits for the rest of a character, once nothing more comes.</summary>
    public string Flush()
    {
        var (before, now) = (Decode(_context, _read), Decode(_context, _ids.Count));
        (_context, _read) = (_read, _ids.Count);
        return now.Length > before.Length ? now[before.Length..] : "";
    }

    private string Decode(int from, int to) => tokenizer.Decode(_ids[from..to], skipSpecial);
}
