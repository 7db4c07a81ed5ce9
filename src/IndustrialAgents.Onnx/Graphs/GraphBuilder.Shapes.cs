namespace IndustrialAgents.Onnx.Graphs;

// Operators that move, pick or convert elements. Every optional name is that of the output.
public sealed partial class GraphBuilder
{
    /// <summary>The value itself, under another name.</summary>
    public GraphTensor Identity(GraphTensor a, string? name = null) => Node("Identity", [a], name: name);

    /// <summary>The value in another element type.</summary>
    public GraphTensor Cast(GraphTensor a, ElementType to, string? name = null) => Node("Cast", [a], [("to", (int)to)], name);

    /// <summary>The same elements in another shape: -1 stands for what is left over, 0 for the dimension as it was.</summary>
    public GraphTensor Reshape(GraphTensor a, long[] shape, string? name = null) => Node("Reshape", [a, Vector(shape)], name: name);

    /// <summary>The dimensions from <paramref name="axis"/> on as one, those before it as another.</summary>
    public GraphTensor Flatten(GraphTensor a, int axis = 1, string? name = null) => Node("Flatten", [a], [("axis", axis)], name);

    /// <summary>Dimensions in another order.</summary>
    public GraphTensor Transpose(GraphTensor a, long[] permutation, string? name = null) => Node("Transpose", [a], [("perm", permutation)], name);

    /// <summary>Inserts dimensions of length 1.</summary>
    public GraphTensor Unsqueeze(GraphTensor a, long[] axes, string? name = null) => Node("Unsqueeze", [a, Vector(axes)], name: name);

    /// <summary>Drops dimensions of length 1.</summary>
    public GraphTensor Squeeze(GraphTensor a, long[] axes, string? name = null) => Node("Squeeze", [a, Vector(axes)], name: name);

    /// <summary>Joins values along an axis.</summary>
    public GraphTensor Concat(ReadOnlySpan<GraphTensor> values, int axis, string? name = null) => Node("Concat", values, [("axis", axis)], name);

    /// <summary>Elements from <paramref name="starts"/> up to, not including, <paramref name="ends"/> along each axis; negative counts from the end.</summary>
    public GraphTensor Slice(GraphTensor a, long[] starts, long[] ends, long[] axes, long[]? steps = null, string? name = null) => Node(
        "Slice",
        steps is null ? [a, Vector(starts), Vector(ends), Vector(axes)] : [a, Vector(starts), Vector(ends), Vector(axes), Vector(steps)],
        name: name);

    /// <summary>Entries of <paramref name="a"/> along an axis at the places in <paramref name="indices"/> (int32 or int64).</summary>
    public GraphTensor Gather(GraphTensor a, GraphTensor indices, int axis = 0, string? name = null) => Node("Gather", [a, indices], [("axis", axis)], name);
}
