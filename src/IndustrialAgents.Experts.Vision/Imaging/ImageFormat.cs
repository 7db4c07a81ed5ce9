namespace IndustrialAgents.Experts.Vision.Imaging;

/// <summary>File formats that <see cref="ImageDecoder"/> reads.</summary>
public enum ImageFormat
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>Portable Network Graphics (ISO/IEC 15948).</summary>
    Png,

    /// <summary>JPEG (ITU-T T.81), baseline, extended sequential or progressive, 8 bits, Huffman coded.</summary>
    Jpeg,

    /// <summary>Windows bitmap.</summary>
    Bmp,
}
