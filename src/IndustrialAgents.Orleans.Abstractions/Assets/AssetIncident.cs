namespace IndustrialAgents.Orleans;

/// <summary>A stretch of time in which an asset's alarm was raised, published on <see cref="ClusterStreams.Incidents"/> when it opens, is answered and clears.</summary>
public sealed record AssetIncident
{
    /// <summary>The asset.</summary>
    public required AssetPath Asset { get; init; }

    /// <summary>Time of the row that raised the alarm.</summary>
    public required DateTimeOffset Raised { get; init; }

    /// <summary>Time of the row that cleared it; null while it is raised.</summary>
    public DateTimeOffset? Cleared { get; init; }

    /// <summary>The highest score so far as a multiple of the detector's threshold.</summary>
    public double Peak { get; init; }

    /// <summary>What the router said is behind it; null until it answered, or where it was not asked.</summary>
    public Answer? Answer { get; init; }

    /// <summary>Why the router gave no answer; null where it did or was not asked.</summary>
    public string? Error { get; init; }
}
