namespace IndustrialAgents.Orleans;

/// <summary>How an asset is.</summary>
public sealed record AssetStatus
{
    /// <summary>Its settings; null where it was not configured.</summary>
    public AssetSettings? Settings { get; init; }

    /// <summary>Rows stored since it was configured.</summary>
    public long Rows { get; init; }

    /// <summary>Time of the last row; null where there is none.</summary>
    public DateTimeOffset? LastRow { get; init; }

    /// <summary>Score of the last row as a multiple of the threshold; NaN until enough rows were seen.</summary>
    public double Score { get; init; } = double.NaN;

    /// <summary>The incident that is open; null while all is quiet.</summary>
    public AssetIncident? Open { get; init; }
}
