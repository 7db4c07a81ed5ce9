namespace IndustrialAgents.Experts.Vision.Imaging.Resizing;

/// <summary>Cuts rectangles out of pictures. All members are thread-safe.</summary>
public static class ImageCrop
{
    /// <summary>The rectangle whose upper left pixel is (<paramref name="left"/>, <paramref name="top"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is empty or does not lie within the picture.</exception>
    public static Image Crop(this Image image, int left, int top, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, image.Width - left);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, image.Height - top);
        var result = new Image(width, height, image.Format);
        for (var y = 0; y < height; y++)
        {
            image.Row(top + y).Slice(left * image.Channels, result.Stride).CopyTo(result.Row(y));
        }

        return result;
    }

    /// <summary>
    /// The rectangle in the middle; an odd margin is split by rounding half to even, as torchvision's centre crop does, so that
    /// pixels agree with what models were trained on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is empty or larger than the picture.</exception>
    public static Image CropCentre(this Image image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, image.Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, image.Height);
        return image.Crop((int)Math.Round((image.Width - width) / 2.0), (int)Math.Round((image.Height - height) / 2.0), width, height);
    }
}
