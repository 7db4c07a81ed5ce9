using System.Globalization;
using System.Text;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>A normaliser that turns each character into others, or none, whatever stands beside it. Thread-safe.</summary>
/// <param name="map">The characters that one becomes: null for itself.</param>
internal sealed class RuneNormalizer(Func<Rune, string?> map) : INormalizer
{
    /// <summary>Lower case, character by character.</summary>
    public static string? Lowercase(Rune rune) => rune.Value switch
    {
        < 128 => rune.Value is >= 'A' and <= 'Z' ? ((char)(rune.Value | 0x20)).ToString() : null,

        // The one capital whose lower case is two characters.
        0x130 => "i\u0307",
        _ => Rune.ToLowerInvariant(rune) is var lower && lower != rune ? lower.ToString() : null,
    };

    /// <summary>No marks that take no space; the text should be decomposed.</summary>
    public static string? WithoutMarks(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark ? "" : null;

    /// <summary>The cleaning of SentencePiece's rule "nmt": controls vanish, white space becomes a space.</summary>
    public static string? Nmt(Rune rune) => rune.Value switch
    {
        (>= 0x1 and <= 0x8) or 0xB or (>= 0xE and <= 0x1F) or 0x7F or 0x8F or 0x9F => "",
        0x9 or 0xA or 0xC or 0xD or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD => " ",
        _ => null,
    };

    public AlignedText Normalize(AlignedText text)
    {
        var (builder, units) = (new AlignedText.Builder(text.Text.Length), text.Text);
        for (var i = 0; i < units.Length;)
        {
            var (rune, length) = Characters.At(units, i);
            if (map(rune) is { } other)
            {
                builder.Append(other, text.StartOf(i), text.EndOf(i + length - 1));
            }
            else
            {
                builder.Copy(text, i, length);
            }

            i += length;
        }

        return builder.ToText();
    }
}
