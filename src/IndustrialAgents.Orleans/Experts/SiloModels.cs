using IndustrialAgents.Onnx;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Orleans.Experts;

/// <summary>
/// The models of a silo: those of main memory, and those of experts that need a GPU, so that each counts against the budget its expert has
/// reserved. Thread-safe.
/// </summary>
internal sealed class SiloModels(IOptions<ClusterOptions> options, ILoggerFactory loggers) : IDisposable
{
    /// <summary>Models that run on the CPU.</summary>
    public ModelPool Memory { get; } = new(
        new ModelPoolOptions { CpuBudget = options.Value.ModelBudgetBytes, Session = OnnxSessionOptions.Default with { Providers = [OnnxProvider.Cpu] } },
        loggers.CreateLogger<ModelPool>());

    /// <summary>Models that run on the GPU.</summary>
    public ModelPool Gpu { get; } = new(
        new ModelPoolOptions
        {
            CpuBudget = options.Value.ModelBudgetBytes,
            CudaBudget = options.Value.GpuMemoryBytes,
            Session = OnnxSessionOptions.Default with { Providers = [OnnxProvider.Cuda, OnnxProvider.Cpu] },
        },
        loggers.CreateLogger<ModelPool>());

    /// <inheritdoc/>
    public void Dispose()
    {
        Memory.Dispose();
        Gpu.Dispose();
    }
}
