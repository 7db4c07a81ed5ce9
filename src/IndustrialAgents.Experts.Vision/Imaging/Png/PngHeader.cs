using System.Buffers.Binary;

namespace IndustrialAgents.Experts.Vision.Imaging.Png;

/// <summary>The fields of a PNG's IHDR chunk, checked.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColourType ColourType, bool Interlaced)
{
    /// <summary>Samples of a pixel as stored.</summary>
    public int Samples => ColourType switch
    {
        PngColourType.Grey or PngColourType.Palette => 1,
        PngColourType.GreyAlpha => 2,
        PngColourType.Rgb => 3,
        _ => 4,
    };

    public int BitsPerPixel => Samples * BitDepth;

    /// <summary>Distance in bytes to the "pixel to the left" that filters refer to: at least one.</summary>
    public int FilterDistance => Math.Max(1, BitsPerPixel / 8);

    /// <summary>Bytes of a row of <paramref name="width"/> pixels, without its filter byte.</summary>
    public int RowBytes(int width) => (int)((((long)width * BitsPerPixel) + 7) / 8);

    public static PngHeader Read(ReadOnlySpan<byte> chunk, ImageLimits limits)
    {
        if (chunk.Length != 13)
        {
            throw new ImageFormatException($"PNG: the header chunk has {chunk.Length} bytes instead of 13");
        }

        long width = BinaryPrimitives.ReadUInt32BigEndian(chunk);
        long height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        limits.CheckSize("PNG", width, height);
        int depth = chunk[8];
        int colour = chunk[9];
        var valid = colour switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        if (!valid)
        {
            throw new ImageFormatException($"PNG: colour type {colour} with {depth} bits a sample does not exist");
        }

        if (chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
        {
            throw new ImageFormatException(
                $"PNG: compression {chunk[10]}, filter {chunk[11]} and interlace {chunk[12]} are not all defined by the standard");
        }

        return new PngHeader((int)width, (int)height, depth, (PngColourType)colour, chunk[12] == 1);
    }
}
