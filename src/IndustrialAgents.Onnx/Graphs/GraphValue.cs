namespace IndustrialAgents.Onnx.Graphs;

/// <summary>A declared input, output or intermediate value of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Tensor, sequence or map.</param>
/// <param name="ElementType">Element type of a tensor; <see cref="ElementType.Undefined"/> for other kinds and where the model does not say.</param>
/// <param name="Dimensions">Dimensions of a tensor, outermost first; null where the model does not even state their number.</param>
public sealed record GraphValue(string Name, GraphValueKind Kind, ElementType ElementType, IReadOnlyList<GraphDimension>? Dimensions)
{
    /// <summary>Such as <c>x: Float32 [batch, 256]</c>.</summary>
    public override string ToString() => Kind == GraphValueKind.Tensor
        ? $"{Name}: {ElementType}{(Dimensions is null ? "" : $" [{string.Join(", ", Dimensions)}]")}"
        : $"{Name}: {Kind}";
}
