using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>What a session says of its model, and how it is loaded.</summary>
public sealed class SessionMetadataTests
{
    [Fact]
    public void Load_ModelWithMetadata_ReadsIt()
    {
        var graph = new GraphBuilder("bearing").Producer("test", "1").DocString("of bearings").Metadata("classes", "good,worn").Metadata("größe", "泵");
        var x = graph.Input("x", ElementType.Float32, "batch", 3, "length");
        using var session = OnnxSession.Load(graph.Output("y", graph.Relu(x), ElementType.Float32, "batch", 3, "length").Build().ToBytes(), name: "b");
        Assert.Equal("b", session.Name);
        Assert.Equal("bearing", session.Metadata.GraphName);
        Assert.Equal("test", session.Metadata.Producer);
        Assert.Equal(["classes", "größe"], session.Metadata.Custom.Keys.Order());
        Assert.Equal("泵", session.Metadata.Custom["größe"]);
        Assert.Contains("of bearings", (string[])[session.Metadata.Description, session.Metadata.GraphDescription]);
        Assert.Equal("", session.Metadata.Domain);
        Assert.InRange(session.Metadata.Version, 0, long.MaxValue);
        Assert.Equal(OnnxProvider.Cpu, session.Provider);
        var input = Assert.Single(session.Inputs);
        Assert.Equal(("x", OnnxValueKind.Tensor, ElementType.Float32), (input.Name, input.Kind, input.ElementType));
        Assert.Equal([new(null, "batch"), new(3, null), new(null, "length")], input.Dimensions!);
        Assert.Equal("Float32 [batch, 3, length]", input.Describe());
        Assert.Equal("y", Assert.Single(session.Outputs).Name);
        Assert.Empty(session.OptionalInputs);
    }

    [Theory]
    [InlineData(GraphOptimization.None)]
    [InlineData(GraphOptimization.Basic)]
    [InlineData(GraphOptimization.Extended)]
    [InlineData(GraphOptimization.All)]
    public void Load_EveryOption_GivesTheSameOutputs(GraphOptimization optimization)
    {
        var model = Mlp.Create([8, 16, 4], 1).ToBytes();
        var input = new Dictionary<string, Tensor> { ["x"] = Tensor.Create([1f, -2, 3, -4, 5, -6, 7, -8], 1, 8) };
        var options = new OnnxSessionOptions
        {
            Optimization = optimization,
            IntraOpThreads = 2,
            SpinTime = TimeSpan.Zero,
            MemoryArena = false,
            Providers = [OnnxProvider.Cpu],
            Configuration = new Dictionary<string, string> { ["session.set_denormal_as_zero"] = "1" },
        };
        using var plain = OnnxSession.Load(model);
        using var other = OnnxSession.Load(model, options);
        var expected = plain.Run(input, TestContext.Current.CancellationToken)["y"].AsSpan<float>().ToArray();
        var actual = other.Run(input, TestContext.Current.CancellationToken)["y"].AsSpan<float>().ToArray();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2000)]
    [InlineData(Timeout.Infinite)]
    public void Load_AnySpinTime_GivesTheOutputsOfOneThread(int milliseconds)
    {
        var model = Mlp.Create([64, 512, 16], 1).ToBytes();
        var input = new Dictionary<string, Tensor> { ["x"] = Tensor.Create([.. Enumerable.Range(0, 64 * 64).Select(i => (i % 7) - 3f)], 64, 64) };
        using var one = OnnxSession.Load(model, new OnnxSessionOptions { IntraOpThreads = 1, Providers = [OnnxProvider.Cpu] });
        using var two = OnnxSession.Load(
            model, new OnnxSessionOptions { IntraOpThreads = 2, SpinTime = TimeSpan.FromMilliseconds(milliseconds), Providers = [OnnxProvider.Cpu] });
        var expected = one.Run(input, TestContext.Current.CancellationToken)["y"].AsSpan<float>().ToArray();
        for (var i = 0; i < 3; i++)
        {
            var actual = two.Run(input, TestContext.Current.CancellationToken)["y"].AsSpan<float>().ToArray();
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Theory]
    [InlineData(64, 0, 1)]
    [InlineData(1024, 0, null)]
    [InlineData(64, 3, 3)]
    public void Load_ThreadsLeftOpen_DependOnTheModelsSize(int width, int asked, int? threads)
    {
        // A square layer of 64 weighs 16 KB, one of 1024 weighs 4 MB.
        using var session = OnnxSession.Load(Mlp.Create([width, width], 1).ToBytes(), new OnnxSessionOptions { Providers = [OnnxProvider.Cpu], IntraOpThreads = asked });
        Assert.Equal(threads ?? Environment.ProcessorCount, session.IntraOpThreads);
    }

    [Fact]
    public void Run_SomeOutputs_ComputesOnlyThose()
    {
        var graph = new GraphBuilder("two");
        var x = graph.Input("x", ElementType.Float32, 1);
        using var session = OnnxSession.Load(
            graph.Output("a", graph.Exp(x), ElementType.Float32, 1).Output("b", graph.Abs(x), ElementType.Float32, 1).Build().ToBytes());
        var outputs = session.Run(
            new Dictionary<string, Tensor> { ["x"] = Tensor.Create([-2f], 1) }, ["b", "b"], TestContext.Current.CancellationToken);
        Assert.Equal(2f, Assert.Single(outputs, pair => pair.Key == "b").Value.AsSpan<float>()[0]);
    }

    [Fact]
    public void Load_NoProvider_IsRefused() => Assert.Contains(
        "no execution provider",
        Assert.Throws<OnnxException>(() => OnnxSession.Load(TestModels.Identity(ElementType.Bool), new OnnxSessionOptions { Providers = [] })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Load_OnlyCuda_LoadsOnItOrSaysWhyNot()
    {
        var model = TestModels.Identity(ElementType.Float32);
        try
        {
            using var session = OnnxSession.Load(model, new OnnxSessionOptions { Providers = [OnnxProvider.Cuda] });
            Assert.Equal(OnnxProvider.Cuda, session.Provider);
        }
        catch (OnnxException exception)
        {
            Assert.Contains("none of the execution providers asked for is available (Cuda: ", exception.Message, StringComparison.Ordinal);
            using var session = OnnxSession.Load(model);
            Assert.Equal(OnnxProvider.Cpu, session.Provider);
        }
    }
}
