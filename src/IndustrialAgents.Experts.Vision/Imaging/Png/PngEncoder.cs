using System.Buffers.Binary;
using System.IO.Compression;

namespace IndustrialAgents.Experts.Vision.Imaging.Png;

/// <summary>
/// Writes 8-bit grey, RGB and RGBA pictures as PNG (ISO/IEC 15948). Every row is filtered by the difference to the row above,
/// which suits pictures of surfaces and costs one pass. All members are thread-safe.
/// </summary>
public static class PngEncoder
{
    private const int FilterUp = 2;

    /// <summary>The picture as a complete PNG file.</summary>
    /// <param name="image">Grey, RGB or RGBA.</param>
    /// <param name="level">How hard to compress.</param>
    public static byte[] Encode(Image image, CompressionLevel level = CompressionLevel.Fastest)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var file = new MemoryStream();
        file.Write(PngDecoder.Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)(image.Format switch
        {
            PixelFormat.Grey => PngColourType.Grey,
            PixelFormat.Rgb => PngColourType.Rgb,
            _ => PngColourType.Rgba,
        });
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(image, level));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static ReadOnlySpan<byte> Compress(Image image, CompressionLevel level)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, level, leaveOpen: true))
        {
            var row = new byte[1 + image.Stride];
            row[0] = FilterUp;
            for (var y = 0; y < image.Height; y++)
            {
                image.Row(y).CopyTo(row.AsSpan(1));
                if (y > 0)
                {
                    var above = image.Row(y - 1);
                    for (var i = 0; i < above.Length; i++)
                    {
                        row[i + 1] -= above[i];
                    }
                }

                zlib.Write(row);
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        type.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc32.Compute(chunk.AsSpan(4, content.Length + 4)));
        file.Write(chunk);
    }
}
