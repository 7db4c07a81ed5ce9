namespace IndustrialAgents.Onnx;

/// <summary>Kinds of values that go into and come out of a model. The numbers are those of the C API's <c>ONNXType</c>.</summary>
public enum OnnxValueKind
{
    /// <summary>No kind.</summary>
    Unknown = 0,

    /// <summary>A dense tensor.</summary>
    Tensor = 1,

    /// <summary>A list of values of one type.</summary>
    Sequence = 2,

    /// <summary>Values by key, as ai.onnx.ml has them.</summary>
    Map = 3,

    /// <summary>A type of a custom operator; not supported as input or output.</summary>
    Opaque = 4,

    /// <summary>A sparse tensor; not supported as input or output.</summary>
    SparseTensor = 5,

    /// <summary>A value that may be absent.</summary>
    Optional = 6,
}
