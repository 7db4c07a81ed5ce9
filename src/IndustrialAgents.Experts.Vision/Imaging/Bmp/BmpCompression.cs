namespace IndustrialAgents.Experts.Vision.Imaging.Bmp;

/// <summary>How a bitmap's pixels are stored; the numbers are the file's.</summary>
internal enum BmpCompression
{
    None = 0,
    Rle8 = 1,
    Rle4 = 2,
    BitFields = 3,
    BitFieldsWithAlpha = 6,
}
