namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct SeriesInputWire : IWireForm<SeriesInput, SeriesInputWire>
{
    [Id(0)]
    public WireText Name;

    [Id(1)]
    public Series? Series;

    public static SeriesInputWire From(SeriesInput value) => new() { Name = value.Name, Series = value.Series };

    public readonly SeriesInput ToValue() => new(Required.Member<SeriesInput, Series>(Series)) { Name = Name };
}
