using System.IO.Compression;

namespace IndustrialAgents.Experts.Vision.Imaging.Png;

/// <summary>
/// Reads every picture that ISO/IEC 15948 defines: all colour types and bit depths, palettes, transparency, Adam7. Gamma, colour
/// profiles and text are skipped. A colour key makes the picture RGBA.
/// </summary>
internal static class PngDecoder
{
    /// <summary>The most that deflate can expand a byte, for refusing a file too short for its picture before memory is taken.</summary>
    private const int MaxExpansion = 1032;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static Image Decode(ReadOnlySpan<byte> data, ImageLimits limits)
    {
        var chunks = new PngChunks(data[Signature.Length..]);
        chunks.Next();
        if (chunks.Type != "IHDR")
        {
            throw new ImageFormatException($"PNG: the first chunk is {chunks.Type} instead of IHDR");
        }

        var header = PngHeader.Read(chunks.Content, limits);
        var palette = new PngPalette();
        using var compressed = new MemoryStream();
        for (chunks.Next(); chunks.Type != "IEND"; chunks.Next())
        {
            switch (chunks.Type)
            {
                case "PLTE":
                    palette.ReadColours(chunks.Content);
                    break;
                case "tRNS":
                    palette.ReadTransparency(chunks.Content, header);
                    break;
                case "IDAT":
                    compressed.Write(chunks.Content);
                    break;
                default:
                    if (chunks.IsCritical)
                    {
                        throw new ImageFormatException($"PNG: the critical chunk {chunks.Type} is not known");
                    }

                    break;
            }
        }

        if (header.ColourType == PngColourType.Palette && palette.Count == 0)
        {
            throw new ImageFormatException("PNG: the picture refers to a palette and has none");
        }

        if ((long)header.RowBytes(header.Width) * header.Height > (compressed.Length + 1) * MaxExpansion)
        {
            throw new ImageFormatException(
                $"PNG: {compressed.Length} bytes of data cannot hold a picture of {header.Width} x {header.Height}; the file is truncated or corrupt");
        }

        compressed.Position = 0;
        return Inflate(compressed, header, palette);
    }

    private static Image Inflate(MemoryStream compressed, PngHeader header, PngPalette palette)
    {
        var reader = new PngRowReader(header, palette);
        var image = new Image(header.Width, header.Height, reader.Format);
        var current = new byte[1 + header.RowBytes(header.Width)];
        var above = new byte[current.Length];
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        try
        {
            foreach (var pass in PngPass.Of(header.Interlaced))
            {
                var columns = pass.Columns(header.Width);
                var rows = columns == 0 ? 0 : pass.Rows(header.Height);
                var length = 1 + header.RowBytes(columns);
                above.AsSpan().Clear();
                for (var y = 0; y < rows; y++)
                {
                    zlib.ReadExactly(current.AsSpan(0, length));
                    var row = current.AsSpan(1, length - 1);
                    PngFilter.Undo(current[0], row, above.AsSpan(1, length - 1), header.FilterDistance);
                    reader.Place(row, columns, pass, image.Row(pass.StartY + (y * pass.StepY)));
                    (current, above) = (above, current);
                }
            }

            // The checksum is compared only when the end of the stream is read; more data than the picture needs is ignored.
            _ = zlib.ReadByte();
        }
        catch (EndOfStreamException error)
        {
            throw new ImageFormatException("PNG: the compressed data ends before the picture does; the file is truncated", error);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            // A stream that asks for a dictionary fails with an IOException of the compressor's own.
            throw new ImageFormatException("PNG: the compressed data is corrupt", error);
        }

        return image;
    }
}
