namespace IndustrialAgents.Onnx;

/// <summary>How a model is loaded and run. Immutable; the defaults are ONNX Runtime's own, but for the threads of small models and how long threads spin.</summary>
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

    /// <summary>Up to which size of its file a model runs on one thread unless told otherwise.</summary>
    public const long SmallModelBytes = 1 << 20;

    /// <summary>
    /// Threads that share one operator's work. 0, the default, lets the model's size decide: one up to <see cref="SmallModelBytes"/>, since its
    /// operators are over before other threads wake up and the other cores serve other requests meanwhile; one a core beyond.
    /// </summary>
    public int IntraOpThreads { get; init; }

    /// <summary>
    /// How long the threads that share an operator's work wait for more by spinning before they sleep: waking one takes longer than many an
    /// operator, and while one spins, other work on the machine waits for its core. By default what lies between two operators, and between two
    /// runs of a busy model, is bridged and no more. Zero for not at all, <see cref="Timeout.InfiniteTimeSpan"/> for as long as ONNX Runtime by
    /// itself would, as does a library too old for the setting.
    /// </summary>
    public TimeSpan SpinTime { get; init; } = TimeSpan.FromMicroseconds(50);

    /// <summary>How far the graph is optimised.</summary>
    public GraphOptimization Optimization { get; init; } = GraphOptimization.All;

    /// <summary>Whether memory of intermediate results is kept for the next run (faster) or given back after each.</summary>
    public bool MemoryArena { get; init; } = true;

    /// <summary>Folder of the external data files of a model that is loaded from bytes. A model file finds them beside itself.</summary>
    public string? ExternalDataFolder { get; init; }

    /// <summary>Further entries of ONNX Runtime's session configuration, such as <c>session.set_denormal_as_zero</c>.</summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = new Dictionary<string, string>();

    /// <summary>Threads for a model of a size.</summary>
    internal int ThreadsFor(long modelBytes) =>
        IntraOpThreads > 0 ? IntraOpThreads : modelBytes <= SmallModelBytes ? 1 : Environment.ProcessorCount;
}
