namespace IndustrialAgents.Orleans;

/// <summary>The experts of the cluster in one version of the catalogue. Immutable and thread-safe.</summary>
public sealed record Catalog
{
    /// <summary>The version, from 1; 0 for the empty catalogue at the start.</summary>
    public required long Version { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What changed, for people.</summary>
    public required string Change { get; init; }

    /// <summary>The experts in order of name and version.</summary>
    public required IReadOnlyList<CatalogEntry> Entries { get; init; }
}
