namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct CatalogEntryWire : IWireForm<CatalogEntry, CatalogEntryWire>
{
    [Id(0)]
    public Manifest? Manifest;

    [Id(1)]
    public bool Enabled;

    [Id(2)]
    public double Share;

    public static CatalogEntryWire From(CatalogEntry value) =>
        new() { Manifest = value.Manifest, Enabled = value.Enabled, Share = value.Share };

    public readonly CatalogEntry ToValue() => new(Required.Member<CatalogEntry, Manifest>(Manifest), Enabled, Share);
}
