namespace IndustrialAgents.Experts.Vision.Imaging;

/// <summary>Changes the channels of a picture. All members are thread-safe; a picture that already has the format is returned itself.</summary>
public static class PixelConversion
{
    /// <summary>The picture in <paramref name="format"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The format is none of the defined ones.</exception>
    public static Image To(this Image image, PixelFormat format) => format switch
    {
        PixelFormat.Grey => image.ToGrey(),
        PixelFormat.Rgb => image.ToRgb(),
        PixelFormat.Rgba => image.ToRgba(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "a picture has 1, 3 or 4 channels"),
    };

    /// <summary>
    /// Luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, in 16-bit fixed point and rounded; alpha is dropped.
    /// The fixed-point weights are those Pillow uses, so grey pictures agree with it bit for bit.
    /// </summary>
    public static Image ToGrey(this Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Format == PixelFormat.Grey)
        {
            return image;
        }

        var grey = new Image(image.Width, image.Height, PixelFormat.Grey);
        var source = image.Pixels;
        var target = grey.Pixels;
        var step = image.Channels;
        for (int i = 0, j = 0; i < target.Length; i++, j += step)
        {
            target[i] = (byte)(((source[j] * 19595) + (source[j + 1] * 38470) + (source[j + 2] * 7471) + 0x8000) >> 16);
        }

        return grey;
    }

    /// <summary>Grey repeated in three channels, or colour without its alpha.</summary>
    public static Image ToRgb(this Image image) => Spread(image, PixelFormat.Rgb);

    /// <summary>Colour with an opaque alpha where there was none.</summary>
    public static Image ToRgba(this Image image) => Spread(image, PixelFormat.Rgba);

    private static Image Spread(Image image, PixelFormat format)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Format == format)
        {
            return image;
        }

        var result = new Image(image.Width, image.Height, format);
        var source = image.Pixels;
        var target = result.Pixels;
        var (from, to) = (image.Channels, result.Channels);
        var green = from == 1 ? 0 : 1;
        var blue = from == 1 ? 0 : 2;
        for (int i = 0, j = 0; i < target.Length; i += to, j += from)
        {
            target[i] = source[j];
            target[i + 1] = source[j + green];
            target[i + 2] = source[j + blue];
            if (to == 4)
            {
                target[i + 3] = 255;
            }
        }

        return result;
    }
}
