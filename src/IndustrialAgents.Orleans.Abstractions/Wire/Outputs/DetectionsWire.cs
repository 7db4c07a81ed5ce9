namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct DetectionsWire : IWireForm<Detections, DetectionsWire>
{
    [Id(0)]
    public double? Confidence;

    [Id(1)]
    public Sequence<Detection> Items;

    [Id(2)]
    public int Width;

    [Id(3)]
    public int Height;

    public static DetectionsWire From(Detections value) =>
        new() { Confidence = value.Confidence, Items = new(value.Items), Width = value.Width, Height = value.Height };

    public readonly Detections ToValue() => new(Items.Items, Width, Height) { Confidence = Confidence };
}
