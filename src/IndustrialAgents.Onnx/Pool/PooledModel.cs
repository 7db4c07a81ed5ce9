namespace IndustrialAgents.Onnx;

/// <summary>One model of a pool. All members but <see cref="Loading"/> are guarded by the pool's lock.</summary>
internal sealed class PooledModel(ModelReference reference, long bytes, OnnxProvider device)
{
    /// <summary>Completed by the one caller that loads; the others wait for it.</summary>
    public TaskCompletionSource<OnnxSession> Loading { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ModelReference Reference { get; } = reference;

    /// <summary>Size of its files.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Where it counts.</summary>
    public OnnxProvider Device { get; set; } = device;

    /// <summary>Holders and waiters.</summary>
    public int Leases { get; set; }

    /// <summary>Number of the last use: the smallest is the least recently used.</summary>
    public long LastUse { get; set; }

    /// <summary>What its users keep with it, disposed before it is unloaded.</summary>
    public IDisposable? Companion { get; set; }

    /// <summary>Whether it may be unloaded now.</summary>
    public bool IsIdle => Leases == 0 && Loading.Task.IsCompletedSuccessfully;
}
