using System.Buffers;
using System.Text;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>
/// The 256 letters by which byte-level tokenizers write bytes (Radford et al. 2019): printable Latin-1 as itself, the rest from U+0100 on.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Letters = MakeLetters();
    private static readonly Dictionary<char, byte> Bytes = Letters.Index().ToDictionary(letter => letter.Item, letter => (byte)letter.Index);

    public static char Letter(byte value) => Letters[value];

    public static bool TryGetByte(char letter, out byte value) => Bytes.TryGetValue(letter, out value);

    /// <summary>Writes a part's UTF-8 bytes as letters. Each letter's place is that of the whole character.</summary>
    /// <param name="piece">What to write.</param>
    /// <param name="builder">Where to.</param>
    /// <param name="letterOf">Where not null, gets for each unit of the piece, and its end, where its letters begin.</param>
    public static void Write(Piece piece, AlignedText.Builder builder, Span<int> letterOf)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var text = piece.Span;
        for (var i = 0; i < text.Length;)
        {
            // Half a surrogate pair becomes the replacement character, as in any UTF-8.
            var rune = Rune.DecodeFromUtf16(text[i..], out var read, out var used) == OperationStatus.Done ? read : Rune.ReplacementChar;
            var (start, end) = piece.Place(i, i + used);
            if (!letterOf.IsEmpty)
            {
                letterOf.Slice(i, used).Fill(builder.Length);
            }

            foreach (var value in utf8[..rune.EncodeToUtf8(utf8)])
            {
                builder.Append(Letters[value], start, end);
            }

            i += used;
        }

        if (!letterOf.IsEmpty)
        {
            letterOf[text.Length] = builder.Length;
        }
    }

    private static char[] MakeLetters()
    {
        var (letters, next) = (new char[256], 256);
        for (var value = 0; value < 256; value++)
        {
            letters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : (char)next++;
        }

        return letters;
    }
}
