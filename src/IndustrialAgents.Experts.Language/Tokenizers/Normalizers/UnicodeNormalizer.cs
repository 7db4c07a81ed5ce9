using System.Text;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>The normalisation forms NFC, NFD, NFKC and NFKD (Unicode Standard Annex 15). Thread-safe.</summary>
internal sealed class UnicodeNormalizer(bool compatibility, bool compose) : INormalizer
{
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TailCount = 28, SyllableCount = LeadCount * VowelCount * TailCount;

    public AlignedText Normalize(AlignedText text)
    {
        // ASCII is the same in every form.
        if (Ascii.IsValid(text.Text))
        {
            return text;
        }

        var characters = Decompose(text);
        Reorder(characters);
        var builder = new AlignedText.Builder(characters.Count);
        Span<char> units = stackalloc char[2];
        foreach (var character in compose ? Compose(characters) : characters)
        {
            builder.Append(units[..Encode(character.Code, units)], character.Start, character.End);
        }

        return builder.ToText();
    }

    // Half a surrogate pair stays as it is.
    private static int Encode(int code, Span<char> units)
    {
        if (Rune.TryCreate(code, out var rune))
        {
            return rune.EncodeToUtf16(units);
        }

        units[0] = (char)code;
        return 1;
    }

    private List<Character> Decompose(AlignedText text)
    {
        var characters = new List<Character>(text.Text.Length);
        for (var i = 0; i < text.Text.Length;)
        {
            var (rune, length) = Characters.At(text.Text, i);
            var code = length == 1 ? text.Text[i] : rune.Value;
            Add(code, text.StartOf(i), text.EndOf(i + length - 1));
            i += length;
        }

        return characters;

        void Add(int code, int start, int end)
        {
            if (code < 128)
            {
                characters.Add(new Character(code, 0, start, end));
            }
            else if (code - SyllableBase is >= 0 and < SyllableCount and var syllable)
            {
                Add(LeadBase + (syllable / (VowelCount * TailCount)), start, end);
                Add(VowelBase + (syllable % (VowelCount * TailCount) / TailCount), start, end);
                if (syllable % TailCount > 0)
                {
                    Add(TailBase + (syllable % TailCount), start, end);
                }
            }
            else if (UnicodeData.Decompose(code, compatibility) is { } parts)
            {
                foreach (var part in parts)
                {
                    Add(part, start, end);
                }
            }
            else
            {
                characters.Add(new Character(code, UnicodeData.CombiningClass(code), start, end));
            }
        }
    }

    // Marks on one letter stand in the order of their classes; a stable sort, so that it takes n log n however many there are.
    private static void Reorder(List<Character> characters)
    {
        for (var i = 0; i < characters.Count; i++)
        {
            var end = i;
            while (end < characters.Count && characters[end].Class > 0)
            {
                end++;
            }

            if (end - i > 1)
            {
                var sorted = characters[i..end].OrderBy(mark => mark.Class).ToArray();
                for (var k = 0; k < sorted.Length; k++)
                {
                    characters[i + k] = sorted[k];
                }
            }

            i = end;
        }
    }

    private static List<Character> Compose(List<Character> characters)
    {
        var result = new List<Character>(characters.Count);
        var starter = -1;
        foreach (var character in characters)
        {
            // A mark reaches its letter past others only where none of its own class or higher lies between.
            var last = result.Count - 1;
            var reaches = starter >= 0 && (last == starter || (result[last].Class > 0 && result[last].Class < character.Class));
            if (reaches && Pair(result[starter].Code, character.Code) is var composed and >= 0)
            {
                result[starter] = new Character(composed, 0, result[starter].Start, Math.Max(result[starter].End, character.End));
                continue;
            }

            if (character.Class == 0)
            {
                starter = result.Count;
            }

            result.Add(character);
        }

        return result;
    }

    private static int Pair(int first, int second)
    {
        if (first - LeadBase is >= 0 and < LeadCount and var lead && second - VowelBase is >= 0 and < VowelCount and var vowel)
        {
            return SyllableBase + (((lead * VowelCount) + vowel) * TailCount);
        }

        return first - SyllableBase is >= 0 and < SyllableCount and var syllable && syllable % TailCount == 0 && second - TailBase is > 0 and < TailCount and var tail
            ? first + tail
            : UnicodeData.Compose(first, second);
    }

    private readonly record struct Character(int Code, byte Class, int Start, int End);
}
