namespace IndustrialAgents.Orleans;

/// <summary>How an asset is.</summary>
[GenerateSerializer, Immutable, Alias("ia.asset-status")]
public sealed record AssetStatus
{
    /// <summary>Its settings; null where it was not configured.</summary>
    [Id(0)]
    public AssetSettings? Settings { get; init; }

    /// <summary>Rows stored since it was configured.</summary>
    [Id(1)]
    public long Rows { get; init; }

    /// <summary>Time of the last row; null where there is none.</summary>
    [Id(2)]
    public DateTimeOffset? LastRow { get; init; }

    /// <summary>Score of the last row as a multiple of the threshold; NaN until enough rows were seen.</summary>
    [Id(3)]
    public double Score { get; init; } = double.NaN;

    /// <summary>The incident that is open; null while all is quiet.</summary>
    [Id(4)]
    public AssetIncident? Open { get; init; }
}
