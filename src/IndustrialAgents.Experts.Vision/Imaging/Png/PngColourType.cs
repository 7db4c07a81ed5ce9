namespace IndustrialAgents.Experts.Vision.Imaging.Png;

/// <summary>Colour types of ISO/IEC 15948, 11.2.2.</summary>
internal enum PngColourType
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
