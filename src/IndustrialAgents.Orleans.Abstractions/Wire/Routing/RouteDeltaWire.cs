namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct RouteDeltaWire : IWireForm<RouteDelta, RouteDeltaWire>
{
    [Id(0)]
    public WireText Replica;

    [Id(1)]
    public long Number;

    [Id(2)]
    public long KnownVersion;

    [Id(3)]
    public Packed<byte> Statistics;

    [Id(4)]
    public Packed<long> Positions;

    public static RouteDeltaWire From(RouteDelta value) => new()
    {
        Replica = value.Replica,
        Number = value.Number,
        KnownVersion = value.KnownVersion,
        Statistics = new(value.Statistics),
        Positions = Packed<long>.Of(value.Positions),
    };

    public readonly RouteDelta ToValue() => new()
    {
        Replica = Required.Member<RouteDelta, string>(Replica),
        Number = Number,
        KnownVersion = KnownVersion,
        Statistics = Statistics.ToArray(),
        Positions = Positions.ToArray(),
    };
}
