namespace IndustrialAgents.Experts.Vision.Imaging;

/// <summary>
/// What a decoder accepts. Every limit is checked before memory for pixels is allocated, so a small file that claims
/// a huge picture is refused at its header. Decoding takes at most about fifteen bytes a pixel besides the file.
/// </summary>
public sealed record ImageLimits
{
    /// <summary>The limits used where none are given.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Bytes of the encoded file.</summary>
    public int MaxBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Pixels of the picture, width x height.</summary>
    public int MaxPixels { get; init; } = 32 * 1024 * 1024;

    /// <summary>Pixels of one side.</summary>
    public int MaxSide { get; init; } = 16384;

    internal void CheckSize(string format, long width, long height)
    {
        if (width <= 0 || height <= 0)
        {
            throw new ImageFormatException($"{format}: the header gives a size of {width} x {height}; both sides must be at least 1");
        }

        if (width > MaxSide || height > MaxSide)
        {
            throw new ImageFormatException($"{format}: the picture is {width} x {height}; no side may exceed {MaxSide} pixels, so send a smaller picture");
        }

        if (width * height > Math.Min(MaxPixels, Array.MaxLength / 4))
        {
            throw new ImageFormatException(
                $"{format}: the picture has {width} x {height} = {width * height} pixels; the limit is {MaxPixels}, so send a smaller picture");
        }
    }
}
