namespace IndustrialAgents.Experts.Vision.Imaging.Png;

/// <summary>One pass over a picture: where its pixels lie in it. Adam7 has seven (ISO/IEC 15948, 8.2), a plain picture one.</summary>
internal readonly record struct PngPass(int StartX, int StartY, int StepX, int StepY)
{
    private static readonly PngPass[] Plain = [new(0, 0, 1, 1)];

    private static readonly PngPass[] Adam7 =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    public static ReadOnlySpan<PngPass> Of(bool interlaced) => interlaced ? Adam7 : Plain;

    public int Columns(int width) => width <= StartX ? 0 : (width - StartX + StepX - 1) / StepX;

    public int Rows(int height) => height <= StartY ? 0 : (height - StartY + StepY - 1) / StepY;
}
