namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct PassagesWire : IWireForm<Passages, PassagesWire>
{
    [Id(0)]
    public double? Confidence;

    [Id(1)]
    public Sequence<Passage> Items;

    public static PassagesWire From(Passages value) => new() { Confidence = value.Confidence, Items = new(value.Items) };

    public readonly Passages ToValue() => new(Items.Items) { Confidence = Confidence };
}
