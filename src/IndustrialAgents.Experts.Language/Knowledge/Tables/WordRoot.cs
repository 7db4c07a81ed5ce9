namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>
/// Forms of a word brought together: endings of verbs and of the nouns made of them are taken off where at least four letters stay
/// (<c>leak</c>, <c>leaks</c>, <c>leaking</c> and <c>leakage</c> are one). Coarser than <see cref="Words"/>; for comparing cells, not for ranking. Thread-safe.
/// </summary>
internal static class WordRoot
{
    private const int LeastLetters = 4;

    private static readonly string[] Endings = ["ings", "ages", "ions", "ing", "age", "ion", "ed", "er", "e", "y"];

    /// <summary>The root of a word as <see cref="Words"/> gives it.</summary>
    public static string Of(string word)
    {
        foreach (var ending in Endings)
        {
            if (word.Length - ending.Length >= LeastLetters && word.EndsWith(ending, StringComparison.Ordinal))
            {
                var root = word[..^ending.Length];
                return root.Length > LeastLetters && root[^1] == root[^2] && root[^1] is not ('l' or 's') ? root[..^1] : root;
            }
        }

        return word;
    }
}
