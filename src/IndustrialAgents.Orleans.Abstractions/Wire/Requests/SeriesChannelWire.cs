namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct SeriesChannelWire : IWireForm<SeriesChannel, SeriesChannelWire>
{
    [Id(0)]
    public WireText Name;

    [Id(1)]
    public WireText Unit;

    public static SeriesChannelWire From(SeriesChannel value) => new() { Name = value.Name, Unit = value.Unit };

    public readonly SeriesChannel ToValue() => new(Required.Member<SeriesChannel, string>(Name), Unit);
}
