using System.Buffers.Binary;

namespace IndustrialAgents.Experts.Vision.Imaging.Png;

/// <summary>Turns restored rows into pixels of the picture: unpacks bits, looks up palettes, scales samples to 8 bits.</summary>
internal sealed class PngRowReader
{
    private readonly PngHeader _header;
    private readonly PngPalette _palette;

    public PngRowReader(PngHeader header, PngPalette palette)
    {
        _header = header;
        _palette = palette;
        Format = header.ColourType switch
        {
            PngColourType.Grey when palette.Key is null => PixelFormat.Grey,
            PngColourType.Rgb when palette.Key is null => PixelFormat.Rgb,
            PngColourType.Palette when !palette.HasAlpha => PixelFormat.Rgb,
            _ => PixelFormat.Rgba,
        };
    }

    /// <summary>Format of the decoded picture.</summary>
    public PixelFormat Format { get; }

    /// <summary>Places <paramref name="count"/> pixels of a row of <paramref name="pass"/> into the picture's row.</summary>
    public void Place(ReadOnlySpan<byte> row, int count, PngPass pass, Span<byte> target)
    {
        var channels = (int)Format;
        var samples = _header.Samples;
        Span<int> pixel = stackalloc int[4];
        if (_header.BitDepth == 8 && samples == channels && pass.StepX == 1 && _header.ColourType != PngColourType.Palette)
        {
            row[..(count * channels)].CopyTo(target);
            return;
        }

        for (var x = 0; x < count; x++)
        {
            for (var s = 0; s < samples; s++)
            {
                pixel[s] = Sample(row, (x * samples) + s);
            }

            Store(pixel[..samples], target.Slice((pass.StartX + (x * pass.StepX)) * channels, channels));
        }
    }

    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        var depth = _header.BitDepth;
        if (depth == 16)
        {
            return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
        }

        var bit = index * depth;
        return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }

    private void Store(ReadOnlySpan<int> pixel, Span<byte> target)
    {
        switch (_header.ColourType)
        {
            case PngColourType.Palette:
                _palette.Write(pixel[0], target);
                break;
            case PngColourType.Grey:
                target.Fill(Scale(pixel[0]));
                break;
            case PngColourType.GreyAlpha:
                target.Fill(Scale(pixel[0]));
                target[3] = Scale(pixel[1]);
                break;
            default:
                for (var c = 0; c < pixel.Length; c++)
                {
                    target[c] = Scale(pixel[c]);
                }

                break;
        }

        if (_palette.Key is { } key)
        {
            target[3] = pixel.SequenceEqual(key) ? (byte)0 : (byte)255;
        }
    }

    /// <summary>Eight bits of a sample: the high byte of sixteen, or fewer bits spread over the whole range.</summary>
    private byte Scale(int sample) => _header.BitDepth switch
    {
        16 => (byte)(sample >> 8),
        8 => (byte)sample,
        4 => (byte)(sample * 17),
        2 => (byte)(sample * 85),
        _ => (byte)(sample * 255),
    };
}
