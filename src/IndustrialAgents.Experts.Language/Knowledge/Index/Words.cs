using System.Globalization;
using System.Text;
using IndustrialAgents.Experts.Language.Tokenizers;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>
/// Words of a text as they are indexed: runs of letters and digits without case and accents, plurals brought to the singular by the S stemmer (Harman 1991,
/// "How effective is suffixing?"). Thread-safe.
/// </summary>
internal static class Words
{
    private const int MaxLength = 64;

    // The runtime's own leaves accents where it has no ICU.
    private static readonly UnicodeNormalizer Decomposition = new(compatibility: false, compose: false);

    private static readonly HashSet<string> Stop =
    [
        "a", "an", "and", "any", "are", "as", "at", "be", "been", "by", "can", "could", "did", "do", "doe", "does", "for", "from", "had", "has", "have", "how", "i", "if", "in",
        "into", "is", "it", "its", "me", "of", "on", "or", "our", "should", "so", "tell", "than", "that", "the", "their", "them", "then", "there", "these", "they", "thi", "this", "those", "to", "wa",
        "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
    ];

    public static bool IsStop(string word) => Stop.Contains(word);

    public static List<string> Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in Decomposition.Normalize(new AlignedText(text, 0)).Text)
        {
            if (char.IsLetterOrDigit(c) && word.Length < MaxLength)
            {
                word.Append(char.ToLowerInvariant(c));
            }
            else if (word.Length > 0 && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && !char.IsLetterOrDigit(c))
            {
                words.Add(Stem(word.ToString()));
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(Stem(word.ToString()));
        }

        return words;
    }

    private static string Stem(string word) => word.Length < 4 || word[^1] != 's' ? word
        : word.EndsWith("ies", StringComparison.Ordinal) && word[^4] is not ('e' or 'a') ? word[..^3] + "y"
        : word.EndsWith("es", StringComparison.Ordinal) && word[^3] is not ('a' or 'e' or 'o') ? word[..^1]
        : word[^2] is 'u' or 's' ? word
        : word[..^1];
}
