namespace IndustrialAgents;

/// <summary>How requests that meet on one model run together.</summary>
public sealed record BatchingPolicy
{
    /// <summary>The most rows in one run; 1 runs every request singly.</summary>
    public int MaxBatch { get; init; } = 64;

    /// <summary>The most requests that wait; more are refused.</summary>
    public int MaxQueue { get; init; } = 1024;
}
