namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct AssetIncidentWire : IWireForm<AssetIncident, AssetIncidentWire>
{
    [Id(0)]
    public WireText Asset;

    [Id(1)]
    public DateTimeOffset Raised;

    [Id(2)]
    public DateTimeOffset? Cleared;

    [Id(3)]
    public double Peak;

    [Id(4)]
    public Answer? Answer;

    [Id(5)]
    public WireText Error;

    public static AssetIncidentWire From(AssetIncident value) => new()
    {
        Asset = AssetPathWire.Text(value.Asset),
        Raised = value.Raised,
        Cleared = value.Cleared,
        Peak = value.Peak,
        Answer = value.Answer,
        Error = value.Error,
    };

    public readonly AssetIncident ToValue() => new()
    {
        Asset = AssetPathWire.Path(Asset) ?? default,
        Raised = Raised,
        Cleared = Cleared,
        Peak = Peak,
        Answer = Answer,
        Error = Error,
    };
}
