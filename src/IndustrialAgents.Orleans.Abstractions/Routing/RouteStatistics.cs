namespace IndustrialAgents.Orleans;

/// <summary>What all routers have learned together.</summary>
[GenerateSerializer, Immutable, Alias("ia.route-merged")]
public sealed record RouteStatistics
{
    /// <summary>Version, raised with every change.</summary>
    [Id(0)]
    public required long Version { get; init; }

    /// <summary>The statistics in their binary form; null where the router's version is the current one.</summary>
    [Id(1)]
    public byte[]? Statistics { get; init; }
}
