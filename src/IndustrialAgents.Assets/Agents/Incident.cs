namespace IndustrialAgents.Assets;

/// <summary>A stretch of time in which an asset's alarm was raised.</summary>
public sealed record Incident
{
    /// <summary>The asset.</summary>
    public required AssetPath Asset { get; init; }

    /// <summary>Time of the row that raised the alarm.</summary>
    public required DateTimeOffset Raised { get; init; }

    /// <summary>Time of the row that cleared it; null while it is raised.</summary>
    public DateTimeOffset? Cleared { get; init; }

    /// <summary>The highest score so far as a multiple of the detector's threshold.</summary>
    public double Peak { get; init; }
}
