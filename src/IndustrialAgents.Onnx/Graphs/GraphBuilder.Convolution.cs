namespace IndustrialAgents.Onnx.Graphs;

// Operators on [batch, channel, spatial...] values. Every optional name is that of the output.
public sealed partial class GraphBuilder
{
    /// <summary>Convolution.</summary>
    /// <param name="x">[batch, channel, spatial...].</param>
    /// <param name="weights">[out channel, channel / groups, kernel...].</param>
    /// <param name="bias">[out channel], or null.</param>
    /// <param name="strides">Step along each spatial dimension; 1 where null.</param>
    /// <param name="pads">Zeros before each spatial dimension, then after each; none where null.</param>
    /// <param name="dilations">Distance of the kernel's elements; 1 where null.</param>
    /// <param name="groups">Groups of channels that are convolved apart.</param>
    /// <param name="name">Name of the output.</param>
    public GraphTensor Conv(
        GraphTensor x,
        GraphTensor weights,
        GraphTensor? bias = null,
        long[]? strides = null,
        long[]? pads = null,
        long[]? dilations = null,
        int groups = 1,
        string? name = null) =>
        Node("Conv", bias is { } b ? [x, weights, b] : [x, weights], Window(null, strides, pads, dilations, groups), name);

    /// <summary>Greatest value in each window.</summary>
    public GraphTensor MaxPool(GraphTensor x, long[] kernel, long[]? strides = null, long[]? pads = null, string? name = null) =>
        Node("MaxPool", [x], Window(kernel, strides, pads), name);

    /// <summary>Mean of each window; padding does not count.</summary>
    public GraphTensor AveragePool(GraphTensor x, long[] kernel, long[]? strides = null, long[]? pads = null, string? name = null) =>
        Node("AveragePool", [x], Window(kernel, strides, pads), name);

    /// <summary>Mean over all spatial dimensions, which stay with length 1.</summary>
    public GraphTensor GlobalAveragePool(GraphTensor x, string? name = null) => Node("GlobalAveragePool", [x], name: name);

    /// <summary>Greatest value over all spatial dimensions, which stay with length 1.</summary>
    public GraphTensor GlobalMaxPool(GraphTensor x, string? name = null) => Node("GlobalMaxPool", [x], name: name);

    private static (string Name, GraphAttribute Value)[] Window(
        long[]? kernel, long[]? strides, long[]? pads, long[]? dilations = null, int groups = 1)
    {
        var attributes = new List<(string, GraphAttribute)>();
        Append("kernel_shape", kernel);
        Append("strides", strides);
        Append("pads", pads);
        Append("dilations", dilations);
        if (groups != 1)
        {
            attributes.Add(("group", groups));
        }

        return [.. attributes];

        void Append(string name, long[]? values)
        {
            if (values is not null)
            {
                attributes.Add((name, values));
            }
        }
    }
}
