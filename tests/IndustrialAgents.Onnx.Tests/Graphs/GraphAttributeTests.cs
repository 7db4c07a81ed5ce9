using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests.Graphs;

public sealed class GraphAttributeTests
{
    [Fact]
    public void Attribute_EveryKind_ReadsBack()
    {
        var tensor = Tensor.Create([1L, 2], 2);
        var read = RoundTrip(
            ("int", long.MinValue), ("zero", 0), ("float", -0.5f), ("string", "grün"), ("tensor", tensor),
            ("ints", new long[] { -1, 0, long.MaxValue }), ("floats", new[] { float.NaN, 1 }), ("strings", new[] { "", "b" }));

        Assert.Equal(long.MinValue, read["int"].Int);
        Assert.Equal(0, read["zero"].Int);
        Assert.Equal(-0.5f, read["float"].Float);
        Assert.Equal("grün", read["string"].String);
        Assert.Equal(tensor, read["tensor"].Tensor);
        Assert.Equal([-1, 0, long.MaxValue], read["ints"].Ints);
        Assert.Equal([float.NaN, 1], read["floats"].Floats);
        Assert.Equal(["", "b"], read["strings"].Strings);
        Assert.Equal(GraphAttributeKind.Strings, read["strings"].Kind);
    }

    [Fact]
    public void Attribute_ReadAsAnotherKind_Throws() =>
        Assert.Throws<InvalidOperationException>(() => ((GraphAttribute)1).Float);

    private static IReadOnlyDictionary<string, GraphAttribute> RoundTrip(params (string, GraphAttribute)[] attributes)
    {
        var graph = new GraphBuilder("g").Opset("custom", 1);
        var outputs = graph.Node("Odd", [], ["y"], attributes, "custom");
        graph.Output(outputs[0], ElementType.Float32);
        return OnnxGraph.Read(graph.Build().ToBytes()).Nodes[0].Attributes;
    }
}
