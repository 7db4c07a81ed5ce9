using IndustrialAgents.Experts.Vision.Imaging.Bmp;
using IndustrialAgents.Experts.Vision.Imaging.Jpeg;
using IndustrialAgents.Experts.Vision.Imaging.Png;

namespace IndustrialAgents.Experts.Vision.Imaging;

/// <summary>Reads PNG, JPEG and BMP, told apart by their first bytes. All members are thread-safe.</summary>
public static class ImageDecoder
{
    /// <summary>Decodes one picture.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="limits">What to accept; <see cref="ImageLimits.Default"/> where null.</param>
    /// <param name="applyOrientation">
    /// Whether a JPEG's EXIF orientation turns the picture. Off by default: cameras on a line are mounted as they are, and a
    /// model is trained on pixels as stored.
    /// </param>
    /// <returns>A picture that the caller owns: grey, RGB or RGBA as the file has it; palettes become colours, 16 bits become 8.</returns>
    /// <exception cref="ImageFormatException">The bytes are no such picture, are corrupt or truncated, or exceed the limits.</exception>
    public static Image Decode(ReadOnlySpan<byte> data, ImageLimits? limits = null, bool applyOrientation = false)
    {
        limits ??= ImageLimits.Default;
        if (data.Length > limits.MaxBytes)
        {
            throw new ImageFormatException($"the picture's file has {data.Length} bytes; the limit is {limits.MaxBytes}");
        }

        return Identify(data) switch
        {
            ImageFormat.Png => PngDecoder.Decode(data, limits),
            ImageFormat.Jpeg => JpegDecoder.Decode(data, limits, applyOrientation),
            ImageFormat.Bmp => BmpDecoder.Decode(data, limits),
            _ => throw new ImageFormatException(data.IsEmpty
                ? "the picture is empty: no bytes were given"
                : $"the bytes begin with {Convert.ToHexString(data[..Math.Min(data.Length, 8)])}, which is neither PNG, JPEG nor BMP"),
        };
    }

    /// <summary>The format that the first bytes announce.</summary>
    public static ImageFormat Identify(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith(PngDecoder.Signature))
        {
            return ImageFormat.Png;
        }

        if (data.Length >= 3 && data[0] == 0xFF && data[1] == 0xD8 && data[2] == 0xFF)
        {
            return ImageFormat.Jpeg;
        }

        return data.Length >= 2 && data[0] == 'B' && data[1] == 'M' ? ImageFormat.Bmp : ImageFormat.Unknown;
    }
}
