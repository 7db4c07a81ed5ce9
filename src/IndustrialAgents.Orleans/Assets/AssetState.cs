namespace IndustrialAgents.Orleans.Assets;

/// <summary>What is stored of an asset beside its rows: records of its own, so that the contracts may change without the stored state.</summary>
[GenerateSerializer, Alias("ia.asset-state")]
internal sealed class AssetState
{
    /// <summary>The settings as JSON; null until it is configured.</summary>
    [Id(0)]
    public string? Settings { get; set; }

    /// <summary>Rows that were stored before it was configured as it is.</summary>
    [Id(1)]
    public long RowsBefore { get; set; }

    /// <summary>Time of the last row before it was configured as it is, in UTC ticks: the window begins after it.</summary>
    [Id(2)]
    public long After { get; set; } = long.MinValue;

    /// <summary>Time of the last row that the incidents here take into account, in UTC ticks.</summary>
    [Id(3)]
    public long JudgedUntil { get; set; } = long.MinValue;

    /// <summary>The last incidents, newest last; null where it never had one.</summary>
    [Id(4)]
    public List<StoredIncident>? Incidents { get; set; }
}

/// <summary>A stored incident.</summary>
[GenerateSerializer, Alias("ia.stored-incident")]
internal sealed class StoredIncident
{
    /// <summary>Time of the row that raised it.</summary>
    [Id(0)]
    public DateTimeOffset Raised { get; set; }

    /// <summary>Time of the row that cleared it; null while it is open.</summary>
    [Id(1)]
    public DateTimeOffset? Cleared { get; set; }

    /// <summary>Highest score as a multiple of the threshold.</summary>
    [Id(2)]
    public double Peak { get; set; }

    /// <summary>The router's answer as JSON; null where there is none.</summary>
    [Id(3)]
    public string? Answer { get; set; }

    /// <summary>Why there is no answer.</summary>
    [Id(4)]
    public string? Error { get; set; }
}
