using System.Buffers.Binary;
using System.IO.Compression;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

/// <summary>Writes PNG files of every kind, with a CRC of its own so that the decoder's is tested against another.</summary>
internal sealed class TestPng(int width, int height, int colourType, int depth, bool interlaced)
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public int Samples { get; } = colourType switch { 0 or 3 => 1, 4 => 2, 2 => 3, _ => 4 };

    public byte[]? Palette { get; init; }

    public byte[]? Transparency { get; init; }

    /// <summary>Encodes samples given as sample(x, y, channel), each of the bit depth; row filters 0 to 4 take turns.</summary>
    public byte[] Encode(Func<int, int, int, int> sample)
    {
        using var raw = new MemoryStream();
        foreach (var (x, y, stepX, stepY) in interlaced ? Passes : [(0, 0, 1, 1)])
        {
            WritePass(raw, sample, x, y, stepX, stepY);
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            raw.WriteTo(zlib);
        }

        return Assemble(packed.ToArray());
    }

    public byte[] Assemble(byte[] compressed)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colourType, (byte)(interlaced ? 1 : 0));
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "tEXt"u8, "Comment\0generated"u8);
        if (Palette is not null)
        {
            Chunk(file, "PLTE"u8, Palette);
        }

        if (Transparency is not null)
        {
            Chunk(file, "tRNS"u8, Transparency);
        }

        // Two chunks: data may be split anywhere.
        Chunk(file, "IDAT"u8, compressed.AsSpan(0, compressed.Length / 3));
        Chunk(file, "IDAT"u8, compressed.AsSpan(compressed.Length / 3));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    public static void Chunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        var crc = uint.MaxValue;
        foreach (var value in (byte[])[.. type, .. content])
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }

    private void WritePass(MemoryStream raw, Func<int, int, int, int> sample, int startX, int startY, int stepX, int stepY)
    {
        var columns = (width - startX + stepX - 1) / stepX;
        if (columns <= 0)
        {
            return;
        }

        var distance = Math.Max(1, Samples * depth / 8);
        var length = ((columns * Samples * depth) + 7) / 8;
        var above = new byte[length];
        var filter = 0;
        for (var y = startY; y < height; y += stepY)
        {
            var row = new byte[length];
            for (var i = 0; i < columns * Samples; i++)
            {
                var value = sample(startX + (i / Samples * stepX), y, i % Samples);
                if (depth == 16)
                {
                    BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(2 * i), (ushort)value);
                }
                else
                {
                    row[i * depth / 8] |= (byte)(value << (8 - depth - (i * depth % 8)));
                }
            }

            raw.WriteByte((byte)filter);
            raw.Write(Filter(filter, row, above, distance));
            above = row;
            filter = (filter + 1) % 5;
        }
    }

    private static byte[] Filter(int type, byte[] row, byte[] above, int distance)
    {
        var result = new byte[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < distance ? 0 : row[i - distance];
            int corner = i < distance ? 0 : above[i - distance];
            int up = above[i];
            var guess = left + up - corner;
            var paeth = new[] { left, up, corner }.MinBy(candidate => Math.Abs(guess - candidate));
            var prediction = type switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => paeth };
            result[i] = (byte)(row[i] - prediction);
        }

        return result;
    }
}
