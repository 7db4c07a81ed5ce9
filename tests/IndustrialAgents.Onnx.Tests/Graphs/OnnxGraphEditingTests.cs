using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests.Graphs;

public sealed class OnnxGraphEditingTests
{
    private static OnnxGraph TwoSteps()
    {
        var graph = new GraphBuilder("g");
        var x = graph.Input("x", ElementType.Float32, "batch", 2);
        var hidden = graph.Mul(x, graph.Initializer("w", [2f, 3], 2), "hidden");
        return graph.Output(graph.Relu(hidden, "y"), ElementType.Float32, "batch", 2).Build();
    }

    [Fact]
    public void ExposeOutput_Intermediate_ComesAfterTheOthers()
    {
        var graph = TwoSteps();
        graph.ExposeOutput("hidden");
        graph.ExposeOutput("hidden");

        Assert.Equal(["y", "hidden"], OnnxGraph.Read(graph.ToBytes()).Outputs.Select(o => o.Name));
    }

    [Fact]
    public void ExposeOutput_InputOrInitializer_KeepsItsType()
    {
        var graph = TwoSteps();
        graph.ExposeOutput("x");
        graph.ExposeOutput("w");

        Assert.Equal(["x: Float32 [batch, 2]", "w: Float32 [2]"], graph.Outputs.Skip(1).Select(o => o.ToString()));
    }

    [Fact]
    public void ExposeOutput_Unknown_NamesWhatThereIs()
    {
        var error = Assert.Throws<InvalidGraphException>(() => TwoSteps().ExposeOutput("nowhere"));
        Assert.Contains("'hidden', 'y'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReplaceInitializer_SameType_ReadsBack()
    {
        var graph = TwoSteps();
        graph.ReplaceInitializer("w", Tensor.Create([4f, 5], 2));

        Assert.Equal([4f, 5], OnnxGraph.Read(graph.ToBytes()).ReadInitializer("w").AsSpan<float>().ToArray());
        Assert.Throws<InvalidGraphException>(() => graph.ReplaceInitializer("w", Tensor.Create([4.0], 1)));
        Assert.Throws<InvalidGraphException>(() => graph.ReadInitializer("v"));
    }

    [Fact]
    public void SetMetadata_AddChangeRemove_ReadsBack()
    {
        var graph = TwoSteps();
        graph.SetMetadata("a", "1");
        graph.SetMetadata("b", "2");
        graph.SetMetadata("a", "3");
        graph.SetMetadata("b", null);
        graph.SetMetadata("c", null);

        Assert.Equal(new Dictionary<string, string> { ["a"] = "3" }, OnnxGraph.Read(graph.ToBytes()).Metadata);
    }
}
