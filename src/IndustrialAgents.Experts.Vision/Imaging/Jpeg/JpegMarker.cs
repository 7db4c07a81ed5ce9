namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>Second bytes of the markers of ITU-T T.81, table B.1, that the decoder acts on.</summary>
internal static class JpegMarker
{
    public const int StartOfFrame0 = 0xC0;
    public const int StartOfFrame1 = 0xC1;
    public const int StartOfFrame2 = 0xC2;
    public const int DefineHuffmanTables = 0xC4;
    public const int Reserved = 0xC8;
    public const int DefineArithmetic = 0xCC;
    public const int StartOfFrame15 = 0xCF;
    public const int Restart0 = 0xD0;
    public const int Restart7 = 0xD7;
    public const int StartOfImage = 0xD8;
    public const int EndOfImage = 0xD9;
    public const int StartOfScan = 0xDA;
    public const int DefineQuantisation = 0xDB;
    public const int DefineLines = 0xDC;
    public const int RestartInterval = 0xDD;
    public const int App0 = 0xE0;
    public const int App1 = 0xE1;
    public const int App14 = 0xEE;
}
