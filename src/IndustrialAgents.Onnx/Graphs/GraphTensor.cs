namespace IndustrialAgents.Onnx.Graphs;

/// <summary>A value of the graph that a <see cref="GraphBuilder"/> builds: an input, an initializer or what a node puts out.</summary>
/// <param name="Name">Its name, unique in the graph; empty for an optional input that is left out.</param>
public readonly record struct GraphTensor(string Name)
{
    /// <summary>Stands for an optional input that a node is not given.</summary>
    public static GraphTensor None { get; } = new("");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
