using System.Text;

namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>
/// What is seen of a token: itself, its beginning and end, its shape, and its neighbours two to either side, each as a hash of 64 bits (FNV-1a;
/// IETF draft-eastlake-fnv) of the feature's name and its value. Letters count without case. Thread-safe.
/// </summary>
internal static class TokenFeatures
{
    private const int MaxAffix = 4;
    private const int MaxToken = 64;

    /// <summary>The features of each token.</summary>
    public static ulong[][] Of(IReadOnlyList<string> tokens)
    {
        var words = tokens.Select(token => (token.Length > MaxToken ? token[..MaxToken] : token).ToLowerInvariant()).ToArray();
        var features = new ulong[words.Length][];
        var found = new List<ulong>();
        for (var i = 0; i < words.Length; i++)
        {
            found.Clear();
            Add(found, words, i, tokens[i]);
            features[i] = [.. found];
        }

        return features;
    }

    private static void Add(List<ulong> found, string[] words, int i, string token)
    {
        var word = words[i];
        var (before, after, before2, after2) = (At(words, i - 1), At(words, i + 1), At(words, i - 2), At(words, i + 2));
        found.Add(Hash("bias", ""));
        found.Add(Hash("w", word));
        found.Add(Hash("-1", before));
        found.Add(Hash("+1", after));
        found.Add(Hash("-2", before2));
        found.Add(Hash("+2", after2));
        found.Add(Hash("-1w", $"{before} {word}"));
        found.Add(Hash("w+1", $"{word} {after}"));
        found.Add(Hash("-1+1", $"{before} {after}"));
        found.Add(Hash("shape", Shape(token)));
        for (var length = 1; length <= Math.Min(MaxAffix, word.Length); length++)
        {
            found.Add(Hash("p", word[..length]));
            found.Add(Hash("s", word[^length..]));
            AddEnd(found, "-1s", before, length);
            AddEnd(found, "+1s", after, length);
        }

        // Inner pieces tell a misspelt word from its neighbours.
        for (var start = 0; start + 3 <= word.Length; start++)
        {
            found.Add(Hash("g", word[start..(start + 3)]));
        }
    }

    private static void AddEnd(List<ulong> found, string name, string word, int length)
    {
        if (length is >= 2 and <= 3 && word.Length >= length)
        {
            found.Add(Hash(name, word[^length..]));
        }
    }

    private static string At(string[] words, int i) => i < 0 ? "^" : i >= words.Length ? "$" : words[i];

    private static string Shape(string token)
    {
        var shape = new StringBuilder();
        foreach (var unit in token.AsSpan(0, Math.Min(token.Length, MaxToken)))
        {
            var kind = char.IsUpper(unit) ? 'X' : char.IsLetter(unit) ? 'x' : char.IsDigit(unit) ? '9' : unit;
            if (shape.Length == 0 || shape[^1] != kind)
            {
                shape.Append(kind);
            }
        }

        return shape.ToString();
    }

    private static ulong Hash(string name, string value)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in name)
        {
            hash = (hash ^ unit) * 1099511628211UL;
        }

        hash = (hash ^ 0xFF) * 1099511628211UL;
        foreach (var unit in value)
        {
            hash = (hash ^ unit) * 1099511628211UL;
        }

        return hash;
    }
}
