using System.Text;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>Replaces the longest key of a compiled map at each place, as SentencePiece does when it trains (Kudo and Richardson 2018). Thread-safe.</summary>
internal sealed class PrecompiledNormalizer(CharacterMap map) : INormalizer
{
    // Keys are characters with their marks; none of SentencePiece's own maps is near this.
    private const int MaxKeyUnits = 32;

    public AlignedText Normalize(AlignedText text)
    {
        var (builder, units) = (new AlignedText.Builder(text.Text.Length), text.Text);
        Span<byte> utf8 = stackalloc byte[3 * MaxKeyUnits];
        for (var i = 0; i < units.Length;)
        {
            var window = units.AsSpan(i, Math.Min(MaxKeyUnits, units.Length - i));
            var count = Encoding.UTF8.GetBytes(window, utf8);
            if (map.Find(utf8[..count], out var bytes) is { } other)
            {
                var length = Units(window, bytes);
                builder.Append(other, text.StartOf(i), text.EndOf(i + length - 1));
                i += length;
                continue;
            }

            var (_, own) = Characters.At(units, i);
            builder.Copy(text, i, own);
            i += own;
        }

        return builder.ToText();
    }

    // How many units of a text make so many bytes.
    private static int Units(ReadOnlySpan<char> text, int bytes)
    {
        var length = 0;
        while (bytes > 0 && length < text.Length)
        {
            var (rune, own) = Characters.At(text, length);
            bytes -= rune.Utf8SequenceLength;
            length += own;
        }

        return length;
    }
}
