using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>
/// Copies of a picture that show the same thing another way: mirrored, turned a little, brighter or darker. A copy depends on the seed, its number
/// and the picture's pixels alone, so a picture that is taken back later gives the same copies again. Immutable and thread-safe.
/// </summary>
public sealed record PictureAugmentation
{
    /// <summary>No copies.</summary>
    public static PictureAugmentation None { get; } = new() { Copies = 0 };

    /// <summary>Copies of each picture besides itself, 0 to 16.</summary>
    public int Copies { get; init; } = 3;

    /// <summary>Whether copies are mirrored: the first left to right, the second top to bottom, the third both, and so on.</summary>
    public bool Flips { get; init; } = true;

    /// <summary>The most degrees that a copy is turned by, either way, 0 to 45.</summary>
    public double Turn { get; init; } = 3;

    /// <summary>The most that brightness and contrast of a copy change, as a share of the whole range, 0 to 0.5.</summary>
    public double Brightness { get; init; } = 0.05;

    /// <summary>Where the random numbers begin.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The picture itself, then its copies.</summary>
    public IEnumerable<Image> Vary(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        yield return image;
        var random = new SplitMix64(Hash(image.Pixels, (uint)Seed));
        for (var copy = 1; copy <= Copies; copy++)
        {
            var angle = Next(random) * Turn * Math.PI / 180;
            var (gain, offset) = (1 + (Next(random) * Brightness * 2), Next(random) * Brightness * 255);
            yield return Render(image, Flips && copy % 2 == 1, Flips && copy / 2 % 2 == 1, angle, gain, offset);
        }
    }

    /// <exception cref="InvalidRequestException">A setting is out of range.</exception>
    internal void Validate()
    {
        InvalidRequestException.Require(Copies is >= 0 and <= 16, "augmentation.copies", $"{Copies}; give 0 to 16");
        InvalidRequestException.Require(Turn is >= 0 and <= 45, "augmentation.turn", $"{Turn} degrees; give 0 to 45");
        InvalidRequestException.Require(Brightness is >= 0 and <= 0.5, "augmentation.brightness", $"{Brightness}; give 0 to 0.5");
    }

    // Each pixel of the copy is looked up, bilinearly, where it comes from; beyond the edge the picture is mirrored.
    private static Image Render(Image image, bool acrossFlip, bool downFlip, double angle, double gain, double offset)
    {
        var copy = new Image(image.Width, image.Height, image.Format);
        var (cosine, sine) = (Math.Cos(angle), Math.Sin(angle));
        var (middleX, middleY) = ((image.Width - 1) / 2.0, (image.Height - 1) / 2.0);
        var (channels, source, target) = (image.Channels, image.Buffer, copy.Buffer);
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var (dx, dy) = ((acrossFlip ? -1 : 1) * (x - middleX), (downFlip ? -1 : 1) * (y - middleY));
                var (fromX, fromY) = ((dx * cosine) - (dy * sine) + middleX, (dx * sine) + (dy * cosine) + middleY);
                var (left, top) = ((int)Math.Floor(fromX), (int)Math.Floor(fromY));
                var (shareX, shareY) = (fromX - left, fromY - top);
                var (x0, x1) = (Mirror(left, image.Width) * channels, Mirror(left + 1, image.Width) * channels);
                var (y0, y1) = (Mirror(top, image.Height) * image.Stride, Mirror(top + 1, image.Height) * image.Stride);
                for (var c = 0; c < channels; c++)
                {
                    var above = (source[y0 + x0 + c] * (1 - shareX)) + (source[y0 + x1 + c] * shareX);
                    var below = (source[y1 + x0 + c] * (1 - shareX)) + (source[y1 + x1 + c] * shareX);
                    var value = (above * (1 - shareY)) + (below * shareY);
                    target[(((y * image.Width) + x) * channels) + c] =
                        c == 3 ? (byte)Math.Round(value) : (byte)Math.Clamp(Math.Round(((value - 127.5) * gain) + 127.5 + offset), 0, 255);
                }
            }
        }

        return copy;
    }

    private static int Mirror(int index, int length)
    {
        index = index < 0 ? -index - 1 : index;
        return index >= length ? Math.Max(0, (2 * length) - 1 - index) : index;
    }

    // FNV-1a.
    private static ulong Hash(ReadOnlySpan<byte> pixels, ulong seed)
    {
        var hash = 14695981039346656037UL ^ seed;
        foreach (var value in pixels)
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return hash;
    }

    // Between -1 and 1.
    private static double Next(SplitMix64 random) => (random.NextDouble() * 2) - 1;
}
