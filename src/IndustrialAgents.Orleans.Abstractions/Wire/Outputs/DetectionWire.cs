namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct DetectionWire : IWireForm<Detection, DetectionWire>
{
    [Id(0)]
    public WireText Label;

    [Id(1)]
    public double Score;

    [Id(2)]
    public float Left;

    [Id(3)]
    public float Top;

    [Id(4)]
    public float Right;

    [Id(5)]
    public float Bottom;

    public static DetectionWire From(Detection value) => new()
    {
        Label = value.Label,
        Score = value.Score,
        Left = value.Left,
        Top = value.Top,
        Right = value.Right,
        Bottom = value.Bottom,
    };

    public readonly Detection ToValue() => new(Required.Member<Detection, string>(Label), Score, Left, Top, Right, Bottom);
}
