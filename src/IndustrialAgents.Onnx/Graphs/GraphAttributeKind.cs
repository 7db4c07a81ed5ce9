namespace IndustrialAgents.Onnx.Graphs;

/// <summary>Type of a node's attribute. The numbers are those of ONNX's <c>AttributeProto.AttributeType</c>.</summary>
public enum GraphAttributeKind
{
    /// <summary>The file does not say.</summary>
    Undefined = 0,

    /// <summary>A binary32 number.</summary>
    Float = 1,

    /// <summary>A signed 64-bit integer.</summary>
    Int = 2,

    /// <summary>UTF-8 text.</summary>
    String = 3,

    /// <summary>A tensor.</summary>
    Tensor = 4,

    /// <summary>A nested graph, such as the body of a loop; kept, but not interpreted here.</summary>
    Graph = 5,

    /// <summary>Binary32 numbers.</summary>
    Floats = 6,

    /// <summary>Signed 64-bit integers.</summary>
    Ints = 7,

    /// <summary>UTF-8 texts.</summary>
    Strings = 8,

    /// <summary>Tensors; kept, but not interpreted here.</summary>
    Tensors = 9,

    /// <summary>Nested graphs; kept, but not interpreted here.</summary>
    Graphs = 10,

    /// <summary>A sparse tensor; kept, but not interpreted here.</summary>
    SparseTensor = 11,

    /// <summary>Sparse tensors; kept, but not interpreted here.</summary>
    SparseTensors = 12,

    /// <summary>A type; kept, but not interpreted here.</summary>
    TypeProto = 13,

    /// <summary>Types; kept, but not interpreted here.</summary>
    TypeProtos = 14,
}
