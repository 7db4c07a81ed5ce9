namespace IndustrialAgents.Experts.Vision.Imaging;

/// <summary>Channels of an <see cref="Image"/>, in the order they lie in memory. The value is the number of channels.</summary>
public enum PixelFormat
{
    /// <summary>One channel: luma.</summary>
    Grey = 1,

    /// <summary>Three channels: red, green, blue.</summary>
    Rgb = 3,

    /// <summary>Four channels: red, green, blue, alpha (255 is opaque, colours not multiplied by alpha).</summary>
    Rgba = 4,
}
