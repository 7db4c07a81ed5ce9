using System.Buffers.Binary;

namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>The frame header (ITU-T T.81, B.2.2), checked.</summary>
internal sealed class JpegFrame
{
    private JpegFrame(int width, int height, bool progressive, JpegComponent[] components)
    {
        Width = width;
        Height = height;
        Progressive = progressive;
        Components = components;
        MaxHorizontal = components.Max(c => c.Horizontal);
        MaxVertical = components.Max(c => c.Vertical);
        McusAcross = (width + (8 * MaxHorizontal) - 1) / (8 * MaxHorizontal);
        McusDown = (height + (8 * MaxVertical) - 1) / (8 * MaxVertical);
        foreach (var component in components)
        {
            component.Layout(this);
        }
    }

    public int Width { get; }

    public int Height { get; }

    public bool Progressive { get; }

    public IReadOnlyList<JpegComponent> Components { get; }

    public int MaxHorizontal { get; }

    public int MaxVertical { get; }

    public int McusAcross { get; }

    public int McusDown { get; }

    public static JpegFrame Read(ReadOnlySpan<byte> segment, bool progressive, ImageLimits limits, int fileLength)
    {
        if (segment.Length < 6)
        {
            throw new ImageFormatException($"JPEG: the frame header has {segment.Length} bytes, too few; the file is corrupt");
        }

        if (segment[0] != 8)
        {
            throw new ImageFormatException($"JPEG: {segment[0]} bits a sample are not supported; save the picture with 8");
        }

        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        limits.CheckSize("JPEG", width, height);
        int count = segment[5];
        if (count is not (1 or 3 or 4) || segment.Length != 6 + (3 * count))
        {
            throw new ImageFormatException($"JPEG: a frame of {count} components in {segment.Length} bytes is not supported; 1, 3 and 4 are");
        }

        var components = new JpegComponent[count];
        for (var i = 0; i < count; i++)
        {
            var field = segment.Slice(6 + (3 * i), 3);
            int id = field[0];
            var (horizontal, vertical) = (field[1] >> 4, field[1] & 15);
            if (horizontal is 0 or > 4 || vertical is 0 or > 4 || field[2] > 3 || components.Take(i).Any(c => c.Id == id))
            {
                throw new ImageFormatException(
                    $"JPEG: component {i} has sampling {horizontal}x{vertical} and table {field[2]}, or repeats another; the file is corrupt");
            }

            // The sampling of a single component says nothing: its scan is never interleaved (A.2.2).
            components[i] = count == 1 ? new(id, 1, 1, field[2]) : new(id, horizontal, vertical, field[2]);
        }

        var frame = new JpegFrame(width, height, progressive, components);
        frame.Allocate(limits, fileLength);
        return frame;
    }

    private void Allocate(ImageLimits limits, int fileLength)
    {
        var blocks = Components.Sum(c => (long)c.BlockStride * c.BlockRows);

        // Sampling factors may blow a narrow picture's blocks up to 16 times its pixels.
        if (blocks * 64 > Math.Min(Array.MaxLength, (4L * limits.MaxPixels) + (4 * 4 * 64 * (McusAcross + (long)McusDown))))
        {
            throw new ImageFormatException($"JPEG: the sampling factors ask for {blocks} blocks, beyond the limit of {limits.MaxPixels} pixels");
        }

        // Every block takes at least one bit, so a short file cannot make us take the memory of a large picture.
        if (Components.Sum(c => (long)c.BlocksAcross * c.BlocksDown) > 8L * fileLength)
        {
            throw new ImageFormatException($"JPEG: {fileLength} bytes cannot hold a picture of {Width} x {Height}; the file is truncated or corrupt");
        }

        foreach (var component in Components)
        {
            component.Allocate(Progressive);
        }
    }
}
