namespace IndustrialAgents.Experts.Vision.Imaging.Resizing;

/// <summary>How a picture is brought to another size.</summary>
public enum ResizeMode
{
    /// <summary>Triangle filter as wide as the reduction, so that fine detail does not alias; what Pillow calls bilinear.</summary>
    Antialias,

    /// <summary>Interpolation between the four nearest pixels with pixel centres at halves, whatever the reduction; OpenCV's INTER_LINEAR.</summary>
    Bilinear,

    /// <summary>The pixel under the centre of each new pixel.</summary>
    Nearest,
}
