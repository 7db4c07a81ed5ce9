using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests.Graphs;

public sealed class GraphBuilderTests
{
    [Fact]
    public void Build_EveryPart_ReadsBackTheSame()
    {
        var graph = new GraphBuilder("parts", 19).Producer("maker", "1.2").DocString("about").Metadata("labels", "a,b").Opset("custom", 4);
        var x = graph.Input("x", ElementType.Float32, "batch", 3);
        var w = graph.Initializer("w", [1f, 2, 3], 3, 1);
        var y = graph.MatMul(x, w, "y");
        graph.Node("Odd", [y, GraphTensor.None], ["first", "", "third"], [("text", "t"), ("many", new[] { 1.5f })], "custom");
        graph.Output(y, ElementType.Float32, "batch", 1);

        var read = OnnxGraph.Read(graph.Build().ToBytes());

        Assert.Equal("parts", read.Name);
        Assert.Equal(9, read.IrVersion);
        Assert.Equal(("maker", "1.2", "about"), (read.ProducerName, read.ProducerVersion, read.DocString));
        Assert.Equal("a,b", read.Metadata["labels"]);
        Assert.Equal(new Dictionary<string, long> { [""] = 19, ["custom"] = 4 }, read.Opsets);
        Assert.Equal("x: Float32 [batch, 3]", Assert.Single(read.Inputs).ToString());
        Assert.Equal("y: Float32 [batch, 1]", Assert.Single(read.Outputs).ToString());
        Assert.Equal(new GraphInitializer("w", ElementType.Float32, new TensorShape(3, 1), false), Assert.Single(read.Initializers));
        Assert.Equal(["MatMul", "Odd"], read.Nodes.Select(n => n.OpType));
        var odd = read.Nodes[1];
        Assert.Equal("custom", odd.Domain);
        Assert.Equal(["y", ""], odd.Inputs);
        Assert.Equal(["first", "", "third"], odd.Outputs);
        Assert.Equal("t", odd.Attributes["text"].String);
        Assert.Equal([1.5f], odd.Attributes["many"].Floats);
    }

    [Fact]
    public void Build_SameCallsTwice_GivesTheSameBytes() =>
        Assert.Equal(Mlp.Create([4, 8, 2], 7).ToBytes(), Mlp.Create([4, 8, 2], 7).ToBytes());

    [Fact]
    public void Build_OtherSeed_GivesOtherWeights() =>
        Assert.NotEqual(Mlp.Create([4, 8, 2], 7).ReadInitializer("w1"), Mlp.Create([4, 8, 2], 8).ReadInitializer("w1"));

    [Fact]
    public void Mlp_FewerThanTwoLayers_IsRefused() => Assert.Throws<InvalidGraphException>(() => Mlp.Create([4], 1));

    [Fact]
    public void Build_TwoGraphsOfOneBuilder_AreIndependent()
    {
        var graph = new GraphBuilder("g");
        var x = graph.Input("x", ElementType.Float32, 1);
        graph.Output(x, ElementType.Float32, 1);
        var first = graph.Build();
        graph.Output(graph.Relu(x, "y"), ElementType.Float32, 1);

        Assert.Single(first.Outputs);
        Assert.Equal(2, graph.Build().Outputs.Count);
    }

    [Fact]
    public void Node_OfMachineLearningDomain_ImportsItsOpset()
    {
        var graph = new GraphBuilder("g");
        var x = graph.Input("x", ElementType.Float32, 1, 2);
        graph.Node("Normalizer", [x], ["y"], [("norm", "L2")], "ai.onnx.ml");
        graph.Output(new GraphTensor("y"), ElementType.Float32, 1, 2);

        Assert.Equal(3, graph.Build().Opsets["ai.onnx.ml"]);
    }

    public static TheoryData<string, Action<GraphBuilder>> Mistakes => new()
    {
        { "'x' already", g => g.Input("x", ElementType.Float32) },
        { "'x' already", g => g.Initializer("x", [1f]) },
        { "'x' already", g => g.Relu(new GraphTensor("x"), "x") },
        { "'nowhere'", g => g.Relu(new GraphTensor("nowhere")) },
        { "'nowhere'", g => g.Output(new GraphTensor("nowhere"), ElementType.Float32) },
        { "element type", g => g.Input("z", ElementType.Undefined) },
        { "no output", g => g.Build() },
        { "output of the graph already", g => g.Output(new GraphTensor("x"), ElementType.Float32).Output(new GraphTensor("x"), ElementType.Float32) },
        { "initializer 'w'", g => g.Initializer("w", [1f, 2], 3) },
        { "twice", g => g.Node("Softmax", [new GraphTensor("x")], [("axis", 1), ("axis", 2)]) },
        { "not imported", g => g.Node("Odd", [], ["o"], domain: "custom") },
        { "needs a name", g => g.Input("", ElementType.Float32) },
        { "needs an operator", g => g.Node("", []) },
        { "'k' already", g => g.Metadata("k", "1").Metadata("k", "2") },
        { "version 18", g => g.Opset("", 20) },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Builder_Mistake_IsNamed(string expected, Action<GraphBuilder> mistake)
    {
        var graph = new GraphBuilder("g");
        graph.Input("x", ElementType.Float32, 1);

        var error = Assert.Throws<InvalidGraphException>(() => mistake(graph));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(22)]
    public void Builder_UnknownOpset_IsRefused(int opset) => Assert.Throws<InvalidGraphException>(() => new GraphBuilder("g", opset));

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public void ReduceMean_ByOpset_PutsAxesWhereItWantsThem(int opset)
    {
        var graph = new GraphBuilder("g", opset);
        graph.Output(graph.ReduceMean(graph.Input("x", ElementType.Float32, 2, 3), [1]), ElementType.Float32, 2, 1);
        var node = Assert.Single(graph.Build().Nodes);

        Assert.Equal(opset < 18, node.Attributes.ContainsKey("axes"));
        Assert.Equal(opset < 18 ? 1 : 2, node.Inputs.Count);
    }
}
