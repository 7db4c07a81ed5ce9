using System.Buffers.Binary;

namespace IndustrialAgents.Experts.Vision.Tests.Imaging;

/// <summary>Writes baseline JPEG files of one flat colour, in components of any number and meaning.</summary>
internal static class TestJpeg
{
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="values">Value of each component.</param>
    /// <param name="adobeTransform">Flag of an Adobe marker; -1 for none.</param>
    public static byte[] Flat(int width, int height, byte[] values, int adobeTransform = -1)
    {
        using var file = new MemoryStream();
        file.Write([0xFF, 0xD8]);
        if (adobeTransform >= 0)
        {
            Segment(file, 0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)adobeTransform]);
        }

        // All steps 8, so that a DC coefficient of one is one grey level.
        Segment(file, 0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]);
        var frame = new byte[6 + (3 * values.Length)];
        frame[0] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(3), (ushort)width);
        frame[5] = (byte)values.Length;
        var scan = new byte[4 + (2 * values.Length)];
        scan[0] = (byte)values.Length;
        for (var i = 0; i < values.Length; i++)
        {
            (frame[6 + (3 * i)], frame[7 + (3 * i)], scan[1 + (2 * i)]) = ((byte)(i + 1), 0x11, (byte)(i + 1));
        }

        scan[^2] = 63;
        Segment(file, 0xC0, frame);

        // DC: size n has the 4-bit code n. AC: the one code 0 is the end of the block.
        Segment(file, 0xC4, [0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        Segment(file, 0xC4, [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Segment(file, 0xDA, scan);
        var blocks = (width + 7) / 8 * ((height + 7) / 8);
        WriteBlocks(file, values, blocks);
        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    private static void WriteBlocks(MemoryStream file, byte[] values, int blocks)
    {
        var bits = new List<int>();
        for (var block = 0; block < blocks; block++)
        {
            foreach (var value in values)
            {
                var difference = block == 0 ? value - 128 : 0;
                var size = 32 - int.LeadingZeroCount(Math.Abs(difference));
                Put(bits, size, 4);
                Put(bits, difference < 0 ? difference + (1 << size) - 1 : difference, size);
                Put(bits, 0, 1);
            }
        }

        while (bits.Count % 8 != 0)
        {
            bits.Add(1);
        }

        foreach (var octet in bits.Chunk(8))
        {
            var value = (byte)octet.Aggregate(0, (sum, bit) => (2 * sum) + bit);
            file.WriteByte(value);
            if (value == 0xFF)
            {
                file.WriteByte(0);
            }
        }
    }

    private static void Put(List<int> bits, int value, int count)
    {
        for (var bit = count - 1; bit >= 0; bit--)
        {
            bits.Add((value >> bit) & 1);
        }
    }

    private static void Segment(MemoryStream file, byte marker, ReadOnlySpan<byte> content)
    {
        file.Write([0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2)]);
        file.Write(content);
    }
}
