namespace IndustrialAgents.Onnx;

/// <summary>What executes a model's operators.</summary>
public enum OnnxProvider
{
    /// <summary>The processor; always available.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU; needs a library built with CUDA (<c>-p:OnnxRuntime=Gpu</c>), a driver and a device.</summary>
    Cuda,
}
