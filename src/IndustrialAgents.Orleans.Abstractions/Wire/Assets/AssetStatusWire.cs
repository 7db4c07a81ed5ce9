namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct AssetStatusWire : IWireForm<AssetStatus, AssetStatusWire>
{
    [Id(0)]
    public AssetSettings? Settings;

    [Id(1)]
    public long Rows;

    [Id(2)]
    public DateTimeOffset? LastRow;

    [Id(3)]
    public double Score;

    [Id(4)]
    public AssetIncident? Open;

    public static AssetStatusWire From(AssetStatus value) =>
        new() { Settings = value.Settings, Rows = value.Rows, LastRow = value.LastRow, Score = value.Score, Open = value.Open };

    public readonly AssetStatus ToValue() => new() { Settings = Settings, Rows = Rows, LastRow = LastRow, Score = Score, Open = Open };
}
