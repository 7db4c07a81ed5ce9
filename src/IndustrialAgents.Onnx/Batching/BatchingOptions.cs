namespace IndustrialAgents.Onnx.Batching;

/// <summary>How requests that meet on one model run together.</summary>
public sealed record BatchingOptions
{
    /// <summary>The most rows in one run; 1 runs every request singly.</summary>
    public int MaxBatch { get; init; } = 64;

    /// <summary>The most requests that wait; more are refused.</summary>
    public int MaxQueue { get; init; } = 1024;

    /// <summary>
    /// Runs that may be in flight at once. 0, the default, lets the model decide: two while its batches take less than
    /// <see cref="ShortRun"/>, since then one runs while the callers of the other are told; one where they take longer, since full batches
    /// on all of the runtime's threads are worth more then.
    /// </summary>
    public int Runners { get; init; }

    /// <summary>Up to which mean duration of its batches a model gets a second runner.</summary>
    public static TimeSpan ShortRun { get; } = TimeSpan.FromMicroseconds(500);

    /// <summary>Options of a manifest.</summary>
    public static BatchingOptions From(BatchingPolicy policy) => new() { MaxBatch = policy.MaxBatch, MaxQueue = policy.MaxQueue };

    /// <summary>The most runners there may be.</summary>
    internal int MaxRunners => Runners > 0 ? Runners : Math.Min(2, Environment.ProcessorCount);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBatch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxQueue);
        ArgumentOutOfRangeException.ThrowIfNegative(Runners);
    }
}
