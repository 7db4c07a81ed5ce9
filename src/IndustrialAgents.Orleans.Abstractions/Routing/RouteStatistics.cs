namespace IndustrialAgents.Orleans;

/// <summary>What all routers have learned together.</summary>
public sealed record RouteStatistics
{
    /// <summary>Version, raised with every change.</summary>
    public required long Version { get; init; }

    /// <summary>The statistics in their binary form; null where the router's version is the current one.</summary>
    public byte[]? Statistics { get; init; }
}
