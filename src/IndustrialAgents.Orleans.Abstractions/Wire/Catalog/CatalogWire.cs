namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct CatalogWire : IWireForm<Catalog, CatalogWire>
{
    [Id(0)]
    public long Version;

    [Id(1)]
    public DateTimeOffset Time;

    [Id(2)]
    public WireText Change;

    [Id(3)]
    public Sequence<CatalogEntry> Entries;

    public static CatalogWire From(Catalog value) =>
        new() { Version = value.Version, Time = value.Time, Change = value.Change, Entries = new(value.Entries) };

    public readonly Catalog ToValue() =>
        new() { Version = Version, Time = Time, Change = Required.Member<Catalog, string>(Change), Entries = Entries.Items };
}
