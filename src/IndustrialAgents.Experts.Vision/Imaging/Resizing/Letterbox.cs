namespace IndustrialAgents.Experts.Vision.Imaging.Resizing;

/// <summary>
/// A picture scaled, both sides alike, to fit into a given size, with the rest filled. Immutable; keeps what leads from coordinates
/// in the box back to coordinates in the original.
/// </summary>
/// <param name="Image">The filled box.</param>
/// <param name="Scale">Box pixels per original pixel, along both sides.</param>
/// <param name="OffsetX">Column of the box where the picture begins.</param>
/// <param name="OffsetY">Row of the box where the picture begins.</param>
public sealed record Letterbox(Image Image, double Scale, int OffsetX, int OffsetY)
{
    /// <summary>Fits <paramref name="image"/> into <paramref name="width"/> x <paramref name="height"/>; scaled sides are cut to whole numbers.</summary>
    /// <param name="image">The original.</param>
    /// <param name="width">Width of the box in pixels.</param>
    /// <param name="height">Height of the box in pixels.</param>
    /// <param name="placement">Where the picture lies in the box.</param>
    /// <param name="fill">Value of all channels of the rest.</param>
    /// <param name="mode">How to resize.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side of the box is not positive.</exception>
    public static Letterbox Fit(
        Image image, int width, int height, LetterboxPlacement placement = LetterboxPlacement.Centre, byte fill = 114, ResizeMode mode = ResizeMode.Bilinear)
    {
        ArgumentNullException.ThrowIfNull(image);
        var box = new Image(width, height, image.Format);
        var scale = Math.Min((double)width / image.Width, (double)height / image.Height);
        var resized = image.Resize(Side(image.Width, scale, width), Side(image.Height, scale, height), mode);
        var centred = placement == LetterboxPlacement.Centre;
        var left = centred ? (width - resized.Width) / 2 : 0;
        var top = centred ? (height - resized.Height) / 2 : 0;
        box.Pixels.Fill(fill);
        for (var y = 0; y < resized.Height; y++)
        {
            resized.Row(y).CopyTo(box.Row(top + y)[(left * image.Channels)..]);
        }

        return new Letterbox(box, scale, left, top);
    }

    /// <summary>Original coordinates, in pixels, of a point of the box.</summary>
    public (double X, double Y) ToOriginal(double x, double y) => ((x - OffsetX) / Scale, (y - OffsetY) / Scale);

    /// <summary>A millionth is added so that a side that fits exactly is not cut by a rounding error.</summary>
    private static int Side(int length, double scale, int limit) => Math.Clamp((int)((length * scale) + 1e-6), 1, limit);
}
