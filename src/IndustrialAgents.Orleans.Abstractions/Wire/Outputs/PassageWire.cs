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

    [Id(4)]
    public WireText Document;

    [Id(5)]
    public WireText Place;

    public static PassageWire From(Passage value) => new()
    {
        Id = value.Id,
        Text = value.Text,
        Score = value.Score,
        Source = value.Source,
        Document = value.Document,
        Place = value.Place,
    };

    public readonly Passage ToValue() => new(Required.Member<Passage, string>(Id), Required.Member<Passage, string>(Text), Score, Source)
    {
        Document = Document,
        Place = Place,
    };
}
