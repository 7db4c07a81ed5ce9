namespace IndustrialAgents.Onnx.Graphs;

/// <summary>A constant of a graph, as read; <see cref="OnnxGraph.ReadInitializer"/> gives its elements.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">Element type; <see cref="ElementType.Undefined"/> for one that no <see cref="Tensor"/> holds (such as 4-bit integers).</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="IsExternal">Whether the elements lie in a file beside the model's.</param>
public sealed record GraphInitializer(string Name, ElementType ElementType, TensorShape Shape, bool IsExternal);
