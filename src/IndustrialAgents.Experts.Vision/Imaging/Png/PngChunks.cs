using System.Buffers.Binary;
using System.Text;

namespace IndustrialAgents.Experts.Vision.Imaging.Png;

/// <summary>Walks over the chunks of a PNG, checking length and CRC of each.</summary>
internal ref struct PngChunks(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    /// <summary>The current chunk's type, four letters.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The current chunk's data.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Whether a decoder must understand the chunk: the first letter of its type is a capital.</summary>
    public readonly bool IsCritical => char.IsAsciiLetterUpper(Type[0]);

    /// <summary>Steps to the next chunk, which must exist: the last one, IEND, ends the walk by the caller's choice.</summary>
    public void Next()
    {
        var rest = _data[_position..];
        if (rest.Length < 12)
        {
            throw new ImageFormatException($"PNG: the file ends after {_data.Length} bytes without its end chunk; it is truncated");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12)
        {
            throw new ImageFormatException(
                $"PNG: a chunk at byte {_position} claims {length} bytes and the file has {rest.Length - 12} left; it is truncated or corrupt");
        }

        var size = (int)length;
        var crc = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + size)..]);
        if (Crc32.Compute(rest.Slice(4, size + 4)) != crc)
        {
            throw new ImageFormatException($"PNG: the checksum of the chunk at byte {_position} is wrong; the file is corrupt");
        }

        foreach (var letter in rest.Slice(4, 4))
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                throw new ImageFormatException($"PNG: the chunk at byte {_position} has no valid type; the file is corrupt");
            }
        }

        Type = Encoding.ASCII.GetString(rest.Slice(4, 4));
        Content = rest.Slice(8, size);
        _position += size + 12;
    }
}
