using System.Reflection;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests.Graphs;

/// <summary>What each operator of the builder computes in ONNX Runtime, beside the same in plain C#, on <c>x</c> [2, 3, 4].</summary>
public sealed class GraphOperatorTests
{
    private static readonly int[] Indices = [2, 0];

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["Add"] = Elements((g, x) => g.Add(x, Row(g)), (v, k) => v + R(k)),
        ["Sub"] = Elements((g, x) => g.Sub(x, Row(g)), (v, k) => v - R(k)),
        ["Mul"] = Elements((g, x) => g.Mul(x, Row(g)), (v, k) => v * R(k)),
        ["Div"] = Elements((g, x) => g.Div(x, Row(g)), (v, k) => v / R(k)),
        ["Pow"] = Elements((g, x) => g.Pow(g.Abs(x), Row(g)), (v, k) => Math.Pow(Math.Abs(v), R(k))),
        ["Square"] = Elements((g, x) => g.Square(x), (v, _) => v * v),
        ["Sqrt"] = Elements((g, x) => g.Sqrt(g.Abs(x)), (v, _) => Math.Sqrt(Math.Abs(v))),
        ["Abs"] = Elements((g, x) => g.Abs(x), (v, _) => Math.Abs(v)),
        ["Exp"] = Elements((g, x) => g.Exp(x), (v, _) => Math.Exp(v)),
        ["Log"] = Elements((g, x) => g.Log(g.Abs(x)), (v, _) => Math.Log(Math.Abs(v))),
        ["Relu"] = Elements((g, x) => g.Relu(x), (v, _) => Math.Max(v, 0)),
        ["Sigmoid"] = Elements((g, x) => g.Sigmoid(x), (v, _) => 1 / (1 + Math.Exp(-v))),
        ["Tanh"] = Elements((g, x) => g.Tanh(x), (v, _) => Math.Tanh(v)),
        ["Identity"] = Elements((g, x) => g.Identity(x), (v, _) => v),
        ["Cast"] = Elements((g, x) => g.Cast(g.Cast(x, ElementType.Int32), ElementType.Float32), (v, _) => Math.Truncate(v)),
        ["Clip"] = Elements((g, x) => g.Clip(x, g.Scalar(-1f), g.Scalar(0.5f)), (v, _) => Math.Clamp(v, -1, 0.5)),
        ["Clip, below"] = Elements((g, x) => g.Clip(x, g.Scalar(-1f), GraphTensor.None), (v, _) => Math.Max(v, -1)),
        ["Clip, above"] = Elements((g, x) => g.Clip(x, GraphTensor.None, g.Scalar(0.5f)), (v, _) => Math.Min(v, 0.5)),
        ["Softmax"] = new([2, 3, 4], (g, x) => g.Softmax(x), at => Math.Exp(X(at[0], at[1], at[2])) / Sum(4, k => Math.Exp(X(at[0], at[1], k)))),
        ["Softmax, axis"] = new([2, 3, 4], (g, x) => g.Softmax(x, 1), at => Math.Exp(X(at[0], at[1], at[2])) / Sum(3, j => Math.Exp(X(at[0], j, at[2])))),
        ["ReduceMean"] = new([2, 1, 4], (g, x) => g.ReduceMean(x, [1]), at => Sum(3, j => X(at[0], j, at[2])) / 3),
        ["ReduceSum"] = new([2, 3], (g, x) => g.ReduceSum(x, [-1], keepDimensions: false), at => Sum(4, k => X(at[0], at[1], k))),
        ["ReduceSum, all"] = new([1, 1, 1], (g, x) => g.ReduceSum(x), _ => Sum(2, i => Sum(3, j => Sum(4, k => X(i, j, k))))),
        ["ReduceMax"] = new([2, 3, 1], (g, x) => g.ReduceMax(x, [2]), at => Enumerable.Range(0, 4).Max(k => X(at[0], at[1], k))),
        ["MatMul"] = new([2, 3, 2], (g, x) => g.MatMul(x, Weights(g, 4, 2)), at => Sum(4, k => X(at[0], at[1], k) * W((k * 2) + at[2]))),
        ["Gemm"] = new([6, 2], (g, x) => g.Gemm(g.Reshape(x, [6, 4]), Weights(g, 4, 2)), at => Sum(4, k => X(0, at[0], k) * W((k * 2) + at[1]))),
        ["Gemm, transposed"] = new(
            [4, 2],
            (g, x) => g.Gemm(g.Reshape(x, [6, 4]), Weights(g, 2, 6), g.Vector(1f, -1f), 0.5f, 2, transposeA: true, transposeB: true),
            at => (0.5 * Sum(6, i => X(0, i, at[0]) * W((at[1] * 6) + i))) + (at[1] == 0 ? 2 : -2)),
        ["Conv"] = new(
            [2, 2, 3], (g, x) => g.Conv(x, Weights(g, 2, 3, 2), g.Vector(1f, -1f)),
            at => (at[1] == 0 ? 1 : -1) + Sum(3, c => Sum(2, t => X(at[0], c, at[2] + t) * W((((at[1] * 3) + c) * 2) + t)))),
        ["Conv, strided"] = new(
            [2, 3, 2], (g, x) => g.Conv(x, Weights(g, 3, 1, 2), strides: [3], pads: [1, 1], dilations: [2], groups: 3),
            at => Sum(2, t => Padded(at[0], at[1], (at[2] * 3) + (t * 2) - 1) * W((at[1] * 2) + t))),
        ["MaxPool"] = new(
            [2, 3, 2], (g, x) => g.MaxPool(x, [2], [2]), at => Math.Max(X(at[0], at[1], at[2] * 2), X(at[0], at[1], (at[2] * 2) + 1))),
        ["AveragePool"] = new(
            [2, 3, 3], (g, x) => g.AveragePool(x, [2], [2], [1, 1]),
            at => at[2] switch { 0 => X(at[0], at[1], 0), 1 => (X(at[0], at[1], 1) + X(at[0], at[1], 2)) / 2, _ => X(at[0], at[1], 3) }),
        ["GlobalAveragePool"] = new([2, 3, 1], (g, x) => g.GlobalAveragePool(x), at => Sum(4, k => X(at[0], at[1], k)) / 4),
        ["GlobalMaxPool"] = new([2, 3, 1], (g, x) => g.GlobalMaxPool(x), at => Enumerable.Range(0, 4).Max(k => X(at[0], at[1], k))),
        ["Reshape"] = new([2, 2, 6], (g, x) => g.Reshape(x, [0, -1, 6]), at => X(at[0], 0, (at[1] * 6) + at[2])),
        ["Flatten"] = new([6, 4], (g, x) => g.Flatten(x, 2), at => X(0, at[0], at[1])),
        ["Transpose"] = new([4, 2, 3], (g, x) => g.Transpose(x, [2, 0, 1]), at => X(at[1], at[2], at[0])),
        ["Unsqueeze"] = new([2, 1, 3, 4, 1], (g, x) => g.Unsqueeze(x, [1, -1]), at => X(at[0], at[2], at[3])),
        ["Squeeze"] = new([2, 3, 4], (g, x) => g.Squeeze(g.Unsqueeze(x, [0, 2]), [0, 2]), at => X(at[0], at[1], at[2])),
        ["Concat"] = new([2, 3, 8], (g, x) => g.Concat([x, g.Abs(x)], -1), at => at[2] < 4 ? X(at[0], at[1], at[2]) : Math.Abs(X(at[0], at[1], at[2] - 4))),
        ["Slice"] = new([2, 2, 2], (g, x) => g.Slice(x, [1, -2], [3, 4], [1, 2]), at => X(at[0], at[1] + 1, at[2] + 2)),
        ["Slice, steps"] = new([2, 3, 2], (g, x) => g.Slice(x, [3], [-5], [2], [-2]), at => X(at[0], at[1], 3 - (2 * at[2]))),
        ["Gather"] = new([2, 2, 4], (g, x) => g.Gather(x, g.Vector(Indices), 1), at => X(at[0], Indices[at[1]], at[2])),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Operator_InOnnxRuntime_ComputesWhatItSays(string name)
    {
        var (shape, build, expected) = Cases[name];
        var values = Places([2, 3, 4]).Select(at => (float)X(at[0], at[1], at[2])).ToArray();
        foreach (var opset in new[] { 17, 18, 21 })
        {
            var graph = new GraphBuilder("operator", opset);
            var made = build(graph, graph.Input("x", ElementType.Float32, 2, 3, 4));
            var model = graph.Output("y", made, ElementType.Float32, [.. shape.Select(length => (GraphDimension)length)]).Build().ToBytes();

            using var session = OnnxSession.Load(model);
            var y = session.Run(new Dictionary<string, Tensor> { ["x"] = Tensor.Create<float>(values, new TensorShape(2, 3, 4)) }, TestContext.Current.CancellationToken)["y"];

            Assert.Equal(new TensorShape(shape), y.Shape);
            var actual = y.AsSpan<float>().ToArray();
            Assert.All(Places(shape).Zip(actual), pair => Assert.Equal(expected(pair.First), pair.Second, 1e-5));
        }
    }

    [Fact]
    public void Cases_OfTheBuilder_CoverEveryOperator()
    {
        string[] general = [nameof(GraphBuilder.Node), nameof(GraphBuilder.Input), nameof(GraphBuilder.Initializer), nameof(GraphBuilder.Scalar), nameof(GraphBuilder.Vector)];
        var operators = typeof(GraphBuilder).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType == typeof(GraphTensor))
            .Select(method => method.Name)
            .Except(general);

        Assert.Empty(operators.Except(Cases.Keys));
    }

    private static Case Elements(Func<GraphBuilder, GraphTensor, GraphTensor> build, Func<double, int, double> expected) =>
        new([2, 3, 4], build, at => expected(X(at[0], at[1], at[2]), at[2]));

    // 24 different values from -1.9 to 1.93; an index beyond its dimension counts on, as the values lie in memory.
    private static double X(int i, int j, int k) => (float)(((((i * 3) + j) * 4) + k) * 7 % 24 / 6.0 - 1.9);

    private static double Padded(int i, int j, int k) => k is < 0 or > 3 ? 0 : X(i, j, k);

    private static double R(int k) => 0.75f + (0.5f * k);

    private static double W(int at) => (float)((at * 5 % 12 / 4.0) - 1.3);

    private static GraphTensor Row(GraphBuilder graph) => graph.Vector([.. Enumerable.Range(0, 4).Select(k => (float)R(k))]);

    private static GraphTensor Weights(GraphBuilder graph, params long[] shape) =>
        graph.Initializer("w", [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(at => (float)W(at))], shape);

    private static double Sum(int count, Func<int, double> term) => Enumerable.Range(0, count).Sum(term);

    private static IEnumerable<int[]> Places(long[] shape)
    {
        var at = new int[shape.Length];
        for (var n = 0; n < shape.Aggregate(1L, (a, b) => a * b); n++)
        {
            var rest = n;
            for (var d = shape.Length - 1; d >= 0; d--)
            {
                (at[d], rest) = (rest % (int)shape[d], rest / (int)shape[d]);
            }

            yield return [.. at];
        }
    }

    private sealed record Case(long[] Shape, Func<GraphBuilder, GraphTensor, GraphTensor> Build, Func<int[], double> Expected);
}
