namespace IndustrialAgents.Onnx.Batching;

/// <summary>How requests that meet on one model run together.</summary>
public sealed record BatchingOptions
{
    /// <summary>The most rows in one run; 1 runs every request singly.</summary>
    public int MaxBatch { get; init; } = 64;

    /// <summary>The most requests that wait; more are refused.</summary>
    public int MaxQueue { get; init; } = 1024;

    /// <summary>
    /// Runs that may be in flight at once. One, the default, gives the fullest batches and leaves the cores to the runtime's own threads;
    /// more suit a session with one thread and a model whose runs are too short to share.
    /// </summary>
    public int Runners { get; init; } = 1;

    /// <summary>Options of a manifest.</summary>
    public static BatchingOptions From(BatchingPolicy policy) => new() { MaxBatch = policy.MaxBatch, MaxQueue = policy.MaxQueue };

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBatch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxQueue);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Runners);
    }
}
