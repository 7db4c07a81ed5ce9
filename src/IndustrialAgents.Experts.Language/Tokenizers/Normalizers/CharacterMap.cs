using System.Buffers.Binary;
using System.Text;

namespace IndustrialAgents.Experts.Language.Tokenizers;

/// <summary>
/// The compiled map of characters in SentencePiece's models (Kudo and Richardson 2018): a double-array trie (Aoe 1989, in the layout of Darts-clone)
/// of UTF-8 keys, and the texts they become. Immutable and thread-safe.
/// </summary>
internal sealed class CharacterMap
{
    private readonly uint[] _units;
    private readonly byte[] _texts;

    private CharacterMap(uint[] units, byte[] texts) => (_units, _texts) = (units, texts);

    /// <summary>Reads a map in base 64.</summary>
    /// <exception cref="InvalidManifestException">It is no such map.</exception>
    public static CharacterMap Read(ConfigNode node, string field)
    {
        byte[] blob;
        try
        {
            blob = Convert.FromBase64String(node.Text(field));
        }
        catch (FormatException error)
        {
            throw node.Invalid(field, $"is not base 64: {error.Message}");
        }

        var size = blob.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(blob) : uint.MaxValue;
        if (size % 4 != 0 || size == 0 || size > blob.Length - 4)
        {
            throw node.Invalid(field, $"has {blob.Length} bytes and announces a trie of {size}; the file is cut off or damaged");
        }

        var units = new uint[size / 4];
        for (var i = 0; i < units.Length; i++)
        {
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(blob.AsSpan(4 + (4 * i)));
        }

        return new CharacterMap(units, blob[(4 + (int)size)..]);
    }

    /// <summary>What the longest key at the beginning of some UTF-8 becomes.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="length">Bytes of the key; 0 where none begins there.</param>
    public string? Find(ReadOnlySpan<byte> utf8, out int length)
    {
        length = 0;
        int text = -1;
        var at = Offset(_units[0]);
        for (var i = 0; i < utf8.Length && utf8[i] != 0; i++)
        {
            at ^= utf8[i];
            if (at >= (uint)_units.Length || (_units[at] & 0x800000FF) != utf8[i])
            {
                break;
            }

            var unit = _units[at];
            at ^= Offset(unit);
            if ((unit & 0x100) != 0 && at < (uint)_units.Length)
            {
                (text, length) = ((int)(_units[at] & 0x7FFFFFFF), i + 1);
            }
        }

        if (text < 0 || text > _texts.Length)
        {
            length = 0;
            return null;
        }

        var end = _texts.AsSpan(text).IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? _texts.AsSpan(text) : _texts.AsSpan(text, end));
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);
}
