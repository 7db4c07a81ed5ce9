namespace IndustrialAgents.Onnx;

/// <summary>What a <see cref="ModelPool"/> holds and has done.</summary>
/// <param name="Loaded">Models that are loaded or being loaded.</param>
/// <param name="Leased">Those of them that somebody holds.</param>
/// <param name="CpuBytes">Bytes of their files that count against main memory's budget.</param>
/// <param name="CudaBytes">Bytes of their files that count against the GPU's budget.</param>
/// <param name="Hits">Leases given on a model that was there already.</param>
/// <param name="Loads">Models loaded so far.</param>
/// <param name="Unloads">Models unloaded so far.</param>
/// <param name="Failures">Loads that failed so far.</param>
public readonly record struct ModelPoolStatistics(
    int Loaded, int Leased, long CpuBytes, long CudaBytes, long Hits, long Loads, long Unloads, long Failures);
