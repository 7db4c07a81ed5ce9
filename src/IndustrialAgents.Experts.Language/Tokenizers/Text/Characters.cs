using System.Globalization;
using System.Text;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Kinds of characters as BERT's tokenizer has them (Devlin et al. 2019).</summary>
internal static class Characters
{
    public static bool IsPunctuation(Rune rune) => rune.Value < 128
        ? rune.Value is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~')
        : Rune.IsPunctuation(rune);

    public static bool IsControl(Rune rune) => rune.Value is not ('\t' or '\n' or '\r')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    public static bool IsIdeograph(Rune rune) => rune.Value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>The character at a place and the units it takes; half a surrogate pair reads as the replacement character.</summary>
    public static (Rune Rune, int Length) At(ReadOnlySpan<char> text, int at)
    {
        Rune.DecodeFromUtf16(text[at..], out var rune, out var length);
        return (rune, length);
    }
}
