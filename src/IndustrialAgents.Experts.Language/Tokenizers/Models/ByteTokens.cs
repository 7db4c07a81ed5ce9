using System.Globalization;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>, by which SentencePiece writes characters that it does not know.</summary>
internal sealed class ByteTokens
{
    private readonly int[] _ids;

    private ByteTokens(int[] ids) => _ids = ids;

    /// <summary>Those of a vocabulary; null where it lacks one.</summary>
    public static ByteTokens? Of(Vocabulary vocabulary)
    {
        var ids = new int[256];
        for (var value = 0; value < 256; value++)
        {
            if (!vocabulary.TryGetId($"<0x{value:X2}>", out ids[value]))
            {
                return null;
            }
        }

        return new ByteTokens(ids);
    }

    /// <summary>The byte that a token stands for.</summary>
    public static bool TryParse(string token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Adds the tokens of a text's UTF-8; each has the place of its whole character.</summary>
    public void Add(ReadOnlySpan<char> text, int start, List<ModelToken> tokens)
    {
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            var (rune, length) = Characters.At(text, i);
            foreach (var value in utf8[..rune.EncodeToUtf8(utf8)])
            {
                tokens.Add(new ModelToken(_ids[value], start + i, start + i + length));
            }

            i += length;
        }
    }
}
