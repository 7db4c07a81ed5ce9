namespace IndustrialAgents.Experts.Vision.Imaging.Resizing;

/// <summary>
/// Brings pictures to another size. Channels are treated alike and apart; alpha does not weigh colours. All members are thread-safe
/// and return a picture that the caller owns, or the same one where nothing is to be done.
/// </summary>
public static class ImageResize
{
    /// <summary>The picture at <paramref name="width"/> x <paramref name="height"/>, its sides scaled independently.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or the mode is none of the defined ones.</exception>
    public static Image Resize(this Image image, int width, int height, ResizeMode mode = ResizeMode.Antialias)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (width == image.Width && height == image.Height)
        {
            return image;
        }

        return mode switch
        {
            ResizeMode.Antialias => AntialiasedResize.Resize(image, width, height),
            ResizeMode.Bilinear => BilinearResize.Resize(image, width, height),
            ResizeMode.Nearest => Nearest(image, width, height),
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "not a way to resize"),
        };
    }

    /// <summary>The picture with its shorter side at <paramref name="length"/> and the other in proportion, cut to a whole number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive, or the mode is none of the defined ones.</exception>
    public static Image ResizeShortSide(this Image image, int length, ResizeMode mode = ResizeMode.Antialias)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        return image.Width <= image.Height
            ? image.Resize(length, checked((int)((long)length * image.Height / image.Width)), mode)
            : image.Resize(checked((int)((long)length * image.Width / image.Height)), length, mode);
    }

    private static Image Nearest(Image image, int width, int height)
    {
        var result = new Image(width, height, image.Format);
        var channels = image.Channels;
        var columns = new int[width];
        for (var x = 0; x < width; x++)
        {
            columns[x] = NearestIndex(x, width, image.Width) * channels;
        }

        for (var y = 0; y < height; y++)
        {
            var source = image.Row(NearestIndex(y, height, image.Height));
            var target = result.Row(y);
            for (var x = 0; x < width; x++)
            {
                source.Slice(columns[x], channels).CopyTo(target[(x * channels)..]);
            }
        }

        return result;
    }

    /// <summary>floor((i + 1/2) source / target), without rounding errors.</summary>
    private static int NearestIndex(int index, int target, int source) => (int)(((2L * index) + 1) * source / (2L * target));
}
