using System.Text;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>BERT's normalisation (Devlin et al. 2019): no controls, spaces around ideographs, no accents, lower case. Thread-safe.</summary>
internal sealed class BertNormalizer(bool clean, bool ideographs, bool stripAccents, bool lowercase) : INormalizer
{
    private static readonly UnicodeNormalizer Decomposition = new(compatibility: false, compose: false);
    private static readonly RuneNormalizer Clean = new(Cleaned);
    private static readonly RuneNormalizer Spaced = new(rune => Characters.IsIdeograph(rune) ? $" {rune} " : null);
    private static readonly RuneNormalizer Bare = new(RuneNormalizer.WithoutMarks);
    private static readonly RuneNormalizer Lower = new(RuneNormalizer.Lowercase);

    public AlignedText Normalize(AlignedText text)
    {
        text = clean ? Clean.Normalize(text) : text;
        text = ideographs ? Spaced.Normalize(text) : text;
        text = stripAccents ? Bare.Normalize(Decomposition.Normalize(text)) : text;
        return lowercase ? Lower.Normalize(text) : text;
    }

    private static string? Cleaned(Rune rune) => rune.Value is 0 or 0xFFFD || Characters.IsControl(rune) ? "" : Rune.IsWhiteSpace(rune) ? " " : null;
}
