namespace IndustrialAgents.Onnx;

/// <summary>Limits of a <see cref="ModelPool"/> and how it loads models.</summary>
public sealed record ModelPoolOptions
{
    /// <summary>Bytes of models that may be loaded in main memory, counted by the size of their files. Default: half of the memory this process may use.</summary>
    public long CpuBudget { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>Bytes of models that may be loaded on the GPU, counted by the size of their files.</summary>
    public long CudaBudget { get; init; } = 8L << 30;

    /// <summary>How models are loaded and run.</summary>
    public OnnxSessionOptions Session { get; init; } = OnnxSessionOptions.Default;
}
