namespace IndustrialAgents.Experts.Vision.Imaging;

/// <summary>
/// A picture of 8-bit interleaved pixels, row by row from the top, without padding between rows.
/// The image owns its memory. Reading is thread-safe as long as nobody writes to <see cref="Pixels"/>.
/// </summary>
public sealed class Image
{
    /// <summary>A black (and, with alpha, transparent) picture.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive or the format is none of the defined ones.</exception>
    public Image(int width, int height, PixelFormat format)
        : this(width, height, format, new byte[CountBytes(width, height, format)])
    {
    }

    /// <summary>Takes <paramref name="pixels"/> over without a copy.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="format">Channels of a pixel.</param>
    /// <param name="pixels">Exactly width x height x channels bytes; they belong to the image from here on.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive or the format is none of the defined ones.</exception>
    /// <exception cref="ArgumentException">The number of bytes is not that of the picture.</exception>
    public Image(int width, int height, PixelFormat format, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var expected = CountBytes(width, height, format);
        if (pixels.Length != expected)
        {
            throw new ArgumentException($"{pixels.Length} bytes do not fill a {format} picture of {width} x {height}, which takes {expected}", nameof(pixels));
        }

        Width = width;
        Height = height;
        Format = format;
        Buffer = pixels;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Channels of a pixel.</summary>
    public PixelFormat Format { get; }

    /// <summary>Number of channels: 1, 3 or 4.</summary>
    public int Channels => (int)Format;

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => Width * Channels;

    /// <summary>All pixels; writing to the span changes the picture.</summary>
    public Span<byte> Pixels => Buffer;

    /// <summary>The pixels' array, for code that captures it in a parallel loop.</summary>
    internal byte[] Buffer { get; }

    /// <summary>Row <paramref name="y"/>, counted from the top.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The picture has no such row.</exception>
    public Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        return Buffer.AsSpan(y * Stride, Stride);
    }

    private static int CountBytes(int width, int height, PixelFormat format)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (format is not (PixelFormat.Grey or PixelFormat.Rgb or PixelFormat.Rgba))
        {
            throw new ArgumentOutOfRangeException(nameof(format), format, "a picture has 1, 3 or 4 channels");
        }

        var count = (long)width * height * (int)format;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength, nameof(width));
        return (int)count;
    }
}
