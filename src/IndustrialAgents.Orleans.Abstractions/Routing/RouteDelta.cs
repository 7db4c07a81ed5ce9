namespace IndustrialAgents.Orleans;

/// <summary>What one router learned since it last merged.</summary>
[GenerateSerializer, Immutable, Alias("ia.route-delta")]
public sealed record RouteDelta
{
    /// <summary>The router, a name that no other one has had.</summary>
    [Id(0)]
    public required string Replica { get; init; }

    /// <summary>Number of the delta among the replica's, from 1.</summary>
    [Id(1)]
    public required long Number { get; init; }

    /// <summary>Version of the merged statistics that the router knows; 0 for none.</summary>
    [Id(2)]
    public required long KnownVersion { get; init; }

    /// <summary>The statistics in their binary form; empty where nothing was learned.</summary>
    [Id(3)]
    public byte[] Statistics { get; init; } = [];

    /// <summary>Positions, in the store's order, of the feedback they are made of.</summary>
    [Id(4)]
    public IReadOnlyList<long> Positions { get; init; } = [];
}
