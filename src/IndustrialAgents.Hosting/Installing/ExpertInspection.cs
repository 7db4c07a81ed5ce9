using IndustrialAgents.Experts;
using IndustrialAgents.Onnx;

namespace IndustrialAgents.Hosting;

/// <summary>What an expert's folder or a model file holds.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Manifest">The manifest; that which <c>add</c> would write for a bare model file.</param>
public sealed record ExpertInspection(string Folder, Manifest Manifest)
{
    /// <summary>Size of all files of the manifest, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>The model's inputs; empty for an expert that is code only.</summary>
    public IReadOnlyList<ModelTensorInfo> Inputs { get; init; } = [];

    /// <summary>The model's outputs; empty for an expert that is code only.</summary>
    public IReadOnlyList<ModelTensorInfo> Outputs { get; init; } = [];

    /// <summary>What the model says about itself; null for an expert that is code only.</summary>
    public ModelMetadata? Metadata { get; init; }
}
