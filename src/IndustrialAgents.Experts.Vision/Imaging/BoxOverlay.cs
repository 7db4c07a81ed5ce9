namespace IndustrialAgents.Experts.Vision.Imaging;

/// <summary>Draws the boxes of objects over a picture. Thread-safe.</summary>
public static class BoxOverlay
{
    private static readonly byte[] Red = [255, 0, 0];

    /// <summary>The picture in its colours with a red frame around each object.</summary>
    /// <param name="image">The picture that was asked about; it stays as it is.</param>
    /// <param name="found">The objects, in pixels of a picture of this shape.</param>
    public static Image Draw(Image image, Detections found)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(found);
        var result = image.ToRgb();
        result = ReferenceEquals(result, image) ? new Image(image.Width, image.Height, PixelFormat.Rgb, image.Pixels.ToArray()) : result;
        var (scaleX, scaleY) = (found.Width > 0 ? (double)image.Width / found.Width : 1, found.Height > 0 ? (double)image.Height / found.Height : 1);
        var thickness = Math.Max(1, Math.Min(image.Width, image.Height) / 200);
        foreach (var item in found.Items)
        {
            var (left, top, right, bottom) = (Pixel(item.Left * scaleX, image.Width), Pixel(item.Top * scaleY, image.Height), Pixel(item.Right * scaleX, image.Width), Pixel(item.Bottom * scaleY, image.Height));
            for (var y = top; y <= bottom; y++)
            {
                var row = result.Row(y);
                var isEdge = y < top + thickness || y > bottom - thickness;
                for (var x = left; x <= right; x++)
                {
                    if (isEdge || x < left + thickness || x > right - thickness)
                    {
                        Red.CopyTo(row[(3 * x)..]);
                    }
                }
            }
        }

        return result;
    }

    private static int Pixel(double place, int length) => (int)Math.Clamp(Math.Round(place), 0, length - 1);
}
