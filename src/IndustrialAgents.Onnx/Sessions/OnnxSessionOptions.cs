namespace IndustrialAgents.Onnx;

/// <summary>How a model is loaded and run. Immutable; the defaults are ONNX Runtime's own, but for spinning.</summary>
public sealed record OnnxSessionOptions
{
    /// <summary>The defaults.</summary>
    public static OnnxSessionOptions Default { get; } = new();

    /// <summary>Providers in order of preference. One that is not available is passed over and the reason logged.</summary>
    public IReadOnlyList<OnnxProvider> Providers { get; init; } = [OnnxProvider.Cuda, OnnxProvider.Cpu];

    /// <summary>The GPU's number, from 0.</summary>
    public int CudaDevice { get; init; }

    /// <summary>Bytes of GPU memory that the session may take; 0 for no limit.</summary>
    public long CudaMemoryLimit { get; init; }

    /// <summary>Threads that share one operator's work; 0 for one a physical core.</summary>
    public int IntraOpThreads { get; init; }

    /// <summary>
    /// Whether threads wait for work by spinning: some microseconds faster for one caller on an otherwise idle machine. Off unless asked for,
    /// since threads that spin take the cores from other models, from batching and from the callers.
    /// </summary>
    public bool AllowSpinning { get; init; }

    /// <summary>How far the graph is optimised.</summary>
    public GraphOptimization Optimization { get; init; } = GraphOptimization.All;

    /// <summary>Whether memory of intermediate results is kept for the next run (faster) or given back after each.</summary>
    public bool MemoryArena { get; init; } = true;

    /// <summary>Folder of the external data files of a model that is loaded from bytes. A model file finds them beside itself.</summary>
    public string? ExternalDataFolder { get; init; }

    /// <summary>Further entries of ONNX Runtime's session configuration, such as <c>session.set_denormal_as_zero</c>.</summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = new Dictionary<string, string>();
}
