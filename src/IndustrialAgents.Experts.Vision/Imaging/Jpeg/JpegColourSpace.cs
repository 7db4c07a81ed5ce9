namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>What a frame's components mean.</summary>
internal enum JpegColourSpace
{
    Grey,
    YCbCr,
    Rgb,
    Cmyk,
    Ycck,
}
