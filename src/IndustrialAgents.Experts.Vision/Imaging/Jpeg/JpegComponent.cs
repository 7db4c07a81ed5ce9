namespace IndustrialAgents.Experts.Vision.Imaging.Jpeg;

/// <summary>One colour component of a frame: its sampling, its blocks and its decoded samples.</summary>
internal sealed class JpegComponent(int id, int horizontal, int vertical, int quantisation)
{
    public int Id { get; } = id;

    /// <summary>Blocks of the component across one MCU.</summary>
    public int Horizontal { get; } = horizontal;

    /// <summary>Blocks of the component down one MCU.</summary>
    public int Vertical { get; } = vertical;

    /// <summary>Number of its quantisation table.</summary>
    public int Quantisation { get; } = quantisation;

    /// <summary>Samples that belong to the picture; the blocks may hold more.</summary>
    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Blocks that hold the samples, for scans of this component alone.</summary>
    public int BlocksAcross => (Width + 7) / 8;

    public int BlocksDown => (Height + 7) / 8;

    /// <summary>Blocks in a row of memory: whole MCUs.</summary>
    public int BlockStride { get; private set; }

    public int BlockRows { get; private set; }

    public int SampleStride => BlockStride * 8;

    /// <summary>Decoded samples, <see cref="SampleStride"/> to a row.</summary>
    public byte[] Samples { get; private set; } = [];

    /// <summary>Coefficients of all blocks in natural order, for progressive frames only.</summary>
    public short[] Coefficients { get; private set; } = [];

    /// <summary>The quantisation table as it was when the component's first scan began, in natural order.</summary>
    public ushort[]? QuantisationTable { get; set; }

    /// <summary>Lowest bit known of each coefficient in zigzag order, -1 before its first scan.</summary>
    public sbyte[] LowestBit { get; } = Enumerable.Repeat((sbyte)-1, 64).ToArray();

    public JpegHuffmanTable? DcTable { get; set; }

    public JpegHuffmanTable? AcTable { get; set; }

    /// <summary>The last DC value, which the next is a difference to.</summary>
    public int Predictor { get; set; }

    public void Layout(JpegFrame frame)
    {
        Width = ((frame.Width * Horizontal) + frame.MaxHorizontal - 1) / frame.MaxHorizontal;
        Height = ((frame.Height * Vertical) + frame.MaxVertical - 1) / frame.MaxVertical;
        BlockStride = frame.McusAcross * Horizontal;
        BlockRows = frame.McusDown * Vertical;
    }

    public void Allocate(bool progressive)
    {
        var size = checked(BlockStride * BlockRows * 64);
        Samples = new byte[size];
        Coefficients = progressive ? new short[size] : [];
    }

    public Span<short> Block(int row, int column) => Coefficients.AsSpan(((row * BlockStride) + column) * 64, 64);

    public void ReleaseCoefficients() => Coefficients = [];
}
