namespace IndustrialAgents.Onnx.Graphs;

/// <summary>How <see cref="OnnxGraph.Save"/> writes a model.</summary>
public sealed record OnnxSaveOptions
{
    /// <summary>
    /// Initializers of at least this many bytes go to a second file, <c>NAME.HASH.data</c>, beside the model's; null, the default, keeps
    /// everything in one file, which can hold 2 GB at most.
    /// </summary>
    public long? ExternalDataThreshold { get; init; }
}
