namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct PassageWire : IWireForm<Passage, PassageWire>
{
    [Id(0)]
    public WireText Id;

    [Id(1)]
    public WireText Text;

    [Id(2)]
    public double Score;

    [Id(3)]
    public WireText Source;

    public static PassageWire From(Passage value) => new() { Id = value.Id, Text = value.Text, Score = value.Score, Source = value.Source };

    public readonly Passage ToValue() => new(Required.Member<Passage, string>(Id), Required.Member<Passage, string>(Text), Score, Source);
}
