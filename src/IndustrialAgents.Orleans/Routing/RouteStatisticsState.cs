namespace IndustrialAgents.Orleans.Routing;

/// <summary>What is stored of what all routers learned.</summary>
[GenerateSerializer, Alias("ia.route-statistics-state")]
internal sealed class RouteStatisticsState
{
    /// <summary>The sequencer in its binary form; null before the first time.</summary>
    [Id(0)]
    public byte[]? Sequencer { get; set; }
}
