namespace IndustrialAgents.Onnx.Batching;

/// <summary>How requests that meet on one model run together.</summary>
public sealed record BatchingOptions
{
    /// <summary>Rows from which one run on all cores is worth more than two that share them.</summary>
    public const int FullRun = 32;

    private const int MaxAutomaticRunners = 4;

    /// <summary>The most rows in one run; 1 runs every request singly.</summary>
    public int MaxBatch { get; init; } = 64;

    /// <summary>The most requests that wait; more are refused.</summary>
    public int MaxQueue { get; init; } = 1024;

    /// <summary>
    /// Runs that may be in flight at once. 0, the default, lets the session's threads decide: where an operator takes one thread, as many as
    /// there are cores, at most four; where it takes all, two as long as few requests are under way, so that one runs while the callers of the
    /// other are told, and one that takes them all once they fill <see cref="FullRun"/> rows.
    /// </summary>
    public int Runners { get; init; }

    /// <summary>Options of a manifest.</summary>
    public static BatchingOptions From(BatchingPolicy policy) => new() { MaxBatch = policy.MaxBatch, MaxQueue = policy.MaxQueue };

    /// <summary>Rows under way from which only one runner works.</summary>
    internal int OneFromRows { get; private init; } = int.MaxValue;

    /// <summary>The options with the number of runners settled.</summary>
    internal BatchingOptions For(OnnxSession session) =>
        Runners > 0 ? this : this with { Runners = session.IntraOpThreads > 1 ? 2 : Math.Min(Environment.ProcessorCount, MaxAutomaticRunners), OneFromRows = session.IntraOpThreads > 1 ? FullRun : int.MaxValue };

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBatch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxQueue);
        ArgumentOutOfRangeException.ThrowIfNegative(Runners);
    }
}
