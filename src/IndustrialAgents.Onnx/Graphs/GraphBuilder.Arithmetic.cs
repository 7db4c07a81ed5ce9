namespace IndustrialAgents.Onnx.Graphs;

// Operators element by element, over an axis, and of linear algebra. Every optional name is that of the output.
public sealed partial class GraphBuilder
{
    /// <summary>Matrix product over the last two dimensions.</summary>
    public GraphTensor MatMul(GraphTensor a, GraphTensor b, string? name = null) => Node("MatMul", [a, b], name: name);

    /// <summary><paramref name="alpha"/>·A·B + <paramref name="beta"/>·C of matrices, each transposed on request.</summary>
    public GraphTensor Gemm(
        GraphTensor a,
        GraphTensor b,
        GraphTensor? c = null,
        float alpha = 1,
        float beta = 1,
        bool transposeA = false,
        bool transposeB = false,
        string? name = null) =>
        Node(
            "Gemm",
            c is { } bias ? [a, b, bias] : [a, b],
            [("alpha", alpha), ("beta", beta), ("transA", transposeA ? 1 : 0), ("transB", transposeB ? 1 : 0)],
            name);

    /// <summary>Sum, broadcast.</summary>
    public GraphTensor Add(GraphTensor a, GraphTensor b, string? name = null) => Node("Add", [a, b], name: name);

    /// <summary>Difference, broadcast.</summary>
    public GraphTensor Sub(GraphTensor a, GraphTensor b, string? name = null) => Node("Sub", [a, b], name: name);

    /// <summary>Product, broadcast.</summary>
    public GraphTensor Mul(GraphTensor a, GraphTensor b, string? name = null) => Node("Mul", [a, b], name: name);

    /// <summary>Quotient, broadcast.</summary>
    public GraphTensor Div(GraphTensor a, GraphTensor b, string? name = null) => Node("Div", [a, b], name: name);

    /// <summary><paramref name="a"/> to the power <paramref name="exponent"/>, broadcast.</summary>
    public GraphTensor Pow(GraphTensor a, GraphTensor exponent, string? name = null) => Node("Pow", [a, exponent], name: name);

    /// <summary>Square (a product, which is faster and exact where a power need not be).</summary>
    public GraphTensor Square(GraphTensor a, string? name = null) => Node("Mul", [a, a], name: name);

    /// <summary>Square root.</summary>
    public GraphTensor Sqrt(GraphTensor a, string? name = null) => Node("Sqrt", [a], name: name);

    /// <summary>Absolute value.</summary>
    public GraphTensor Abs(GraphTensor a, string? name = null) => Node("Abs", [a], name: name);

    /// <summary>e to the power of the value.</summary>
    public GraphTensor Exp(GraphTensor a, string? name = null) => Node("Exp", [a], name: name);

    /// <summary>Natural logarithm.</summary>
    public GraphTensor Log(GraphTensor a, string? name = null) => Node("Log", [a], name: name);

    /// <summary>max(0, x).</summary>
    public GraphTensor Relu(GraphTensor a, string? name = null) => Node("Relu", [a], name: name);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public GraphTensor Sigmoid(GraphTensor a, string? name = null) => Node("Sigmoid", [a], name: name);

    /// <summary>Hyperbolic tangent.</summary>
    public GraphTensor Tanh(GraphTensor a, string? name = null) => Node("Tanh", [a], name: name);

    /// <summary>Values that sum to 1 along an axis.</summary>
    public GraphTensor Softmax(GraphTensor a, int axis = -1, string? name = null) => Node("Softmax", [a], [("axis", axis)], name);

    /// <summary>Values kept between two scalars; either may be <see cref="GraphTensor.None"/>.</summary>
    public GraphTensor Clip(GraphTensor a, GraphTensor minimum, GraphTensor maximum, string? name = null) =>
        Node("Clip", maximum == GraphTensor.None ? [a, minimum] : [a, minimum, maximum], name: name);

    /// <summary>Mean over axes; over all where none is given.</summary>
    public GraphTensor ReduceMean(GraphTensor a, long[]? axes = null, bool keepDimensions = true, string? name = null) =>
        Reduce("ReduceMean", a, axes, keepDimensions, name, axesAreInput: _opset >= 18);

    /// <summary>Sum over axes; over all where none is given.</summary>
    public GraphTensor ReduceSum(GraphTensor a, long[]? axes = null, bool keepDimensions = true, string? name = null) =>
        Reduce("ReduceSum", a, axes, keepDimensions, name, axesAreInput: true);

    /// <summary>Greatest value over axes; over all where none is given.</summary>
    public GraphTensor ReduceMax(GraphTensor a, long[]? axes = null, bool keepDimensions = true, string? name = null) =>
        Reduce("ReduceMax", a, axes, keepDimensions, name, axesAreInput: _opset >= 18);

    private GraphTensor Reduce(string opType, GraphTensor a, long[]? axes, bool keepDimensions, string? name, bool axesAreInput)
    {
        (string, GraphAttribute) keep = ("keepdims", keepDimensions ? 1 : 0);
        if (axes is null)
        {
            return Node(opType, [a], [keep], name);
        }

        return axesAreInput ? Node(opType, [a, Vector(axes)], [keep], name) : Node(opType, [a], [("axes", axes), keep], name);
    }
}
