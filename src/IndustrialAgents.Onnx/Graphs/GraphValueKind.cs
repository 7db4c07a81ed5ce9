namespace IndustrialAgents.Onnx.Graphs;

/// <summary>What a graph's input or output is.</summary>
public enum GraphValueKind
{
    /// <summary>The model does not say.</summary>
    Unknown,

    /// <summary>A dense tensor.</summary>
    Tensor,

    /// <summary>A sequence.</summary>
    Sequence,

    /// <summary>A map, as classifiers of the ai.onnx.ml domain put out.</summary>
    Map,

    /// <summary>A value that may be absent.</summary>
    Optional,
}
