namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct ScoreGridWire : IWireForm<ScoreGrid, ScoreGridWire>
{
    [Id(0)]
    public int Rows;

    [Id(1)]
    public int Columns;

    [Id(2)]
    public int Width;

    [Id(3)]
    public int Height;

    [Id(4)]
    public double Left;

    [Id(5)]
    public double Top;

    [Id(6)]
    public double Right;

    [Id(7)]
    public double Bottom;

    public static ScoreGridWire From(ScoreGrid value) => new()
    {
        Rows = value.Rows,
        Columns = value.Columns,
        Width = value.Width,
        Height = value.Height,
        Left = value.Left,
        Top = value.Top,
        Right = value.Right,
        Bottom = value.Bottom,
    };

    public readonly ScoreGrid ToValue() => new(Rows, Columns, Width, Height, Left, Top, Right, Bottom);
}
