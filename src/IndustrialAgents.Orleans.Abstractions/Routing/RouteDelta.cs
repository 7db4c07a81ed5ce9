namespace IndustrialAgents.Orleans;

/// <summary>What one router learned since it last merged.</summary>
public sealed record RouteDelta
{
    /// <summary>The router, a name that no other one has had.</summary>
    public required string Replica { get; init; }

    /// <summary>Number of the delta among the replica's, from 1; 0 where nothing was learned.</summary>
    public required long Number { get; init; }

    /// <summary>Version of the merged statistics that the router knows; 0 for none.</summary>
    public required long KnownVersion { get; init; }

    /// <summary>The statistics in their binary form; empty where nothing was learned.</summary>
    public byte[] Statistics { get; init; } = [];

    /// <summary>Positions, in the store's order, of the feedback they are made of.</summary>
    public IReadOnlyList<long> Positions { get; init; } = [];
}
