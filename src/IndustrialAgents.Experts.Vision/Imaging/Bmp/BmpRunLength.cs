namespace IndustrialAgents.Experts.Vision.Imaging.Bmp;

/// <summary>Expands the RLE4 and RLE8 encodings into palette indices, one byte a pixel, bottom row first. Pixels never written are 0.</summary>
internal static class BmpRunLength
{
    public static byte[] Expand(ReadOnlySpan<byte> data, int width, int height, bool four)
    {
        var indices = new byte[width * height];
        var (x, y, at) = (0, 0, 0);
        while (true)
        {
            int count = At(data, at);
            int value = At(data, at + 1);
            at += 2;
            if (count > 0)
            {
                for (var i = 0; i < count; i++)
                {
                    Put(indices, width, height, x++, y, four ? Nibble(value, i) : (byte)value);
                }

                continue;
            }

            switch (value)
            {
                case 0:
                    (x, y) = (0, y + 1);
                    break;
                case 1:
                    return indices;
                case 2:
                    x += At(data, at);
                    y += At(data, at + 1);
                    at += 2;
                    break;
                default:
                    for (var i = 0; i < value; i++)
                    {
                        Put(indices, width, height, x++, y, four ? Nibble(At(data, at + (i / 2)), i) : At(data, at + i));
                    }

                    // Literal runs end at a multiple of two bytes.
                    at += ((four ? (value + 1) / 2 : value) + 1) & ~1;
                    break;
            }
        }
    }

    private static byte Nibble(int value, int index) => (byte)((index & 1) == 0 ? value >> 4 : value & 15);

    private static byte At(ReadOnlySpan<byte> data, int index) => index < data.Length
        ? data[index]
        : throw new ImageFormatException("BMP: the run-length data ends before its end mark; the file is truncated");

    private static void Put(byte[] indices, int width, int height, int x, int y, byte value)
    {
        // The padding nibble of a row of odd length may lie one pixel beyond it.
        if (y >= height || x > width)
        {
            throw new ImageFormatException($"BMP: a run leaves the picture at column {x} of row {y}; the file is corrupt");
        }

        if (x < width)
        {
            indices[(y * width) + x] = value;
        }
    }
}
