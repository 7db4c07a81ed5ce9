namespace IndustrialAgents.Onnx.Batching;

/// <summary>How requests that meet on one model run together.</summary>
public sealed record BatchingOptions
{
    private const int MaxAutomaticRunners = 4;

    /// <summary>The most rows in one run; 1 runs every request singly.</summary>
    public int MaxBatch { get; init; } = 64;

    /// <summary>The most requests that wait; more are refused.</summary>
    public int MaxQueue { get; init; } = 1024;

    /// <summary>
    /// Runs that may be in flight at once. 0, the default, lets the session's threads decide: as many as keep all cores busy, at most four.
    /// </summary>
    public int Runners { get; init; }

    /// <summary>Options of a manifest.</summary>
    public static BatchingOptions From(BatchingPolicy policy) => new() { MaxBatch = policy.MaxBatch, MaxQueue = policy.MaxQueue };

    /// <summary>The options with the number of runners settled.</summary>
    internal BatchingOptions For(OnnxSession session) =>
        Runners > 0 ? this : this with { Runners = Math.Clamp(Environment.ProcessorCount / session.IntraOpThreads, 1, MaxAutomaticRunners) };

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBatch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxQueue);
        ArgumentOutOfRangeException.ThrowIfNegative(Runners);
    }
}
