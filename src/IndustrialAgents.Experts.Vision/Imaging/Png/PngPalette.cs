using System.Buffers.Binary;

namespace IndustrialAgents.Experts.Vision.Imaging.Png;

/// <summary>Colours of the PLTE chunk and transparency of the tRNS chunk (ISO/IEC 15948, 11.2.3 and 11.3.2).</summary>
internal sealed class PngPalette
{
    private byte[] _colours = [];
    private byte[] _alpha = [];

    /// <summary>The one transparent colour of a picture without alpha, each sample as stored; null where there is none.</summary>
    public int[]? Key { get; private set; }

    public bool HasAlpha => _alpha.Length > 0;

    public int Count => _colours.Length / 3;

    public void ReadColours(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length is 0 or > 768 || chunk.Length % 3 != 0)
        {
            throw new ImageFormatException($"PNG: the palette has {chunk.Length} bytes; it takes 3 to 768 in threes");
        }

        _colours = chunk.ToArray();
    }

    public void ReadTransparency(ReadOnlySpan<byte> chunk, PngHeader header)
    {
        switch (header.ColourType)
        {
            case PngColourType.Palette when chunk.Length <= Count && chunk.Length > 0:
                _alpha = chunk.ToArray();
                break;
            case PngColourType.Grey when chunk.Length == 2:
            case PngColourType.Rgb when chunk.Length == 6:
                Key = new int[chunk.Length / 2];
                for (var i = 0; i < Key.Length; i++)
                {
                    Key[i] = BinaryPrimitives.ReadUInt16BigEndian(chunk[(2 * i)..]);
                }

                break;
            default:
                throw new ImageFormatException(
                    $"PNG: a transparency chunk of {chunk.Length} bytes does not fit colour type {header.ColourType} with {Count} palette entries");
        }
    }

    /// <summary>Writes colour <paramref name="index"/>, with alpha if <paramref name="target"/> has room for it.</summary>
    public void Write(int index, Span<byte> target)
    {
        if (index >= Count)
        {
            throw new ImageFormatException($"PNG: a pixel refers to palette entry {index} of {Count}; the file is corrupt");
        }

        _colours.AsSpan(3 * index, 3).CopyTo(target);
        if (target.Length == 4)
        {
            target[3] = index < _alpha.Length ? _alpha[index] : (byte)255;
        }
    }
}
