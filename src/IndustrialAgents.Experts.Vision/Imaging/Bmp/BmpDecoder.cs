using System.Buffers.Binary;

namespace IndustrialAgents.Experts.Vision.Imaging.Bmp;

/// <summary>
/// Reads Windows bitmaps of 1, 4, 8, 16, 24 and 32 bits, bottom-up or top-down, RLE4, RLE8 and bit fields. A palette of greys gives a
/// grey picture; alpha is kept where a mask names it.
/// </summary>
internal static class BmpDecoder
{
    public static Image Decode(ReadOnlySpan<byte> data, ImageLimits limits)
    {
        var header = BmpHeader.Read(data, limits);
        if (header.PixelOffset > data.Length || header.PixelOffset < header.PaletteOffset)
        {
            throw new ImageFormatException($"BMP: the pixels are said to begin at byte {header.PixelOffset} of {data.Length}; the file is truncated or corrupt");
        }

        var pixels = data[header.PixelOffset..];
        var compressed = header.Compression is BmpCompression.Rle4 or BmpCompression.Rle8;
        if (!compressed && header.RowBytes * header.Height > pixels.Length)
        {
            throw new ImageFormatException(
                $"BMP: {header.RowBytes * header.Height} bytes of pixels are wanted and {pixels.Length} are there; the file is truncated");
        }

        return header.Bits switch
        {
            <= 8 => DecodeIndexed(header, data, pixels, compressed),
            24 => DecodeTrueColour(header, pixels),
            _ => DecodeMasked(header, pixels, BmpMasks.Of(header, data)),
        };
    }

    private static int SourceRow(BmpHeader header, int y) => header.TopDown ? y : header.Height - 1 - y;

    private static Image DecodeTrueColour(BmpHeader header, ReadOnlySpan<byte> pixels)
    {
        var image = new Image(header.Width, header.Height, PixelFormat.Rgb);
        for (var y = 0; y < image.Height; y++)
        {
            var source = pixels.Slice((int)(SourceRow(header, y) * header.RowBytes), image.Stride);
            var target = image.Row(y);
            for (var i = 0; i < target.Length; i += 3)
            {
                (target[i], target[i + 1], target[i + 2]) = (source[i + 2], source[i + 1], source[i]);
            }
        }

        return image;
    }

    private static Image DecodeMasked(BmpHeader header, ReadOnlySpan<byte> pixels, BmpMasks masks)
    {
        var image = new Image(header.Width, header.Height, masks.HasAlpha ? PixelFormat.Rgba : PixelFormat.Rgb);
        var channels = image.Channels;
        var size = header.Bits / 8;
        for (var y = 0; y < image.Height; y++)
        {
            var source = pixels[(int)(SourceRow(header, y) * header.RowBytes)..];
            var target = image.Row(y);
            for (var x = 0; x < image.Width; x++)
            {
                var pixel = size == 2
                    ? BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * x)..])
                    : BinaryPrimitives.ReadUInt32LittleEndian(source[(4 * x)..]);
                masks.Write(pixel, target.Slice(x * channels, channels));
            }
        }

        return image;
    }

    private static Image DecodeIndexed(BmpHeader header, ReadOnlySpan<byte> data, ReadOnlySpan<byte> pixels, bool compressed)
    {
        var palette = ReadPalette(header, data, out var grey);
        var image = new Image(header.Width, header.Height, grey ? PixelFormat.Grey : PixelFormat.Rgb);
        var expanded = compressed ? BmpRunLength.Expand(pixels, header.Width, header.Height, header.Bits == 4) : [];
        var channels = image.Channels;
        for (var y = 0; y < image.Height; y++)
        {
            var sourceRow = SourceRow(header, y);
            var source = compressed ? expanded.AsSpan(sourceRow * header.Width, header.Width) : pixels[(int)(sourceRow * header.RowBytes)..];
            var target = image.Row(y);
            for (var x = 0; x < image.Width; x++)
            {
                var index = compressed ? source[x] : Unpack(source, x, header.Bits);
                if (index >= header.PaletteCount)
                {
                    throw new ImageFormatException($"BMP: a pixel refers to palette entry {index} of {header.PaletteCount}; the file is corrupt");
                }

                palette.AsSpan(3 * index, channels).CopyTo(target[(x * channels)..]);
            }
        }

        return image;
    }

    private static int Unpack(ReadOnlySpan<byte> row, int x, int bits)
    {
        var bit = x * bits;
        return (row[bit >> 3] >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
    }

    /// <summary>Red, green and blue of each entry, and whether they are the same in all of them.</summary>
    private static byte[] ReadPalette(BmpHeader header, ReadOnlySpan<byte> data, out bool grey)
    {
        var palette = new byte[3 * header.PaletteCount];
        var size = header.PaletteEntryBytes;
        if (data.Length < header.PaletteOffset + (size * header.PaletteCount))
        {
            throw new ImageFormatException("BMP: the file ends in its palette; it is truncated");
        }

        grey = true;
        for (var i = 0; i < header.PaletteCount; i++)
        {
            var entry = data.Slice(header.PaletteOffset + (size * i), 3);
            (palette[3 * i], palette[(3 * i) + 1], palette[(3 * i) + 2]) = (entry[2], entry[1], entry[0]);
            grey &= entry[0] == entry[1] && entry[1] == entry[2];
        }

        return palette;
    }
}
