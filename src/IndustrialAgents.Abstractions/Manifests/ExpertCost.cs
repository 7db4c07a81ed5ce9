namespace IndustrialAgents;

/// <summary>What asking an expert costs, as far as it is known beforehand.</summary>
public sealed record ExpertCost
{
    /// <summary>Cost of one request, in a unit all manifests of an installation share.</summary>
    public double PerRequest { get; init; }

    /// <summary>Time of one request; null until measured.</summary>
    public TimeSpan? Latency { get; init; }
}
