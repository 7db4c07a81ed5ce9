namespace IndustrialAgents.Onnx.Tests;

/// <summary>Mistakes in inputs are named before the runtime is asked.</summary>
public sealed class InputErrorTests
{
    private static readonly byte[] Model = TestModels.Identity(ElementType.Float32, "batch", 3);

    [Fact]
    public void Run_MissingInput_NamesIt() => Refused([], "input 'x' is missing; it takes Float32 [batch, 3]");

    [Fact]
    public void Run_UnknownInput_NamesThoseThereAre() =>
        Refused(new() { ["x"] = Tensor.Create([1f, 2f, 3f], 1, 3), ["image"] = Tensor.Create([1f], 1) }, "has no input named 'image'; it has 'x'");

    [Fact]
    public void Run_OtherElementType_NamesBoth() =>
        Refused(new() { ["x"] = Tensor.Create([1.0, 2.0, 3.0], 1, 3) }, "input 'x' takes Float32 [batch, 3], not Float64 [1, 3]");

    [Fact]
    public void Run_OtherLength_NamesBoth() =>
        Refused(new() { ["x"] = Tensor.Create([1f, 2f], 1, 2) }, "input 'x' takes Float32 [batch, 3], not Float32 [1, 2]");

    [Fact]
    public void Run_OtherRank_NamesBoth() =>
        Refused(new() { ["x"] = Tensor.Create([1f, 2f, 3f], 3) }, "input 'x' takes Float32 [batch, 3], not Float32 [3]");

    [Fact]
    public void Run_NullTensor_IsNamed() => Refused(new() { ["x"] = null! }, "input 'x' takes Float32 [batch, 3], not null");

    [Fact]
    public void Run_UnknownOutput_NamesThoseThereAre()
    {
        using var session = OnnxSession.Load(Model, name: "identity");
        var exception = Assert.Throws<OnnxException>(() => session.Run(
            new Dictionary<string, Tensor> { ["x"] = Tensor.Create([1f, 2f, 3f], 1, 3) }, ["z"], TestContext.Current.CancellationToken));
        Assert.Equal("identity has no output named 'z'; it has 'y'", exception.Message);
    }

    [Fact]
    public void RunValues_SequenceForTensor_NamesBoth()
    {
        using var session = OnnxSession.Load(Model);
        var exception = Assert.Throws<OnnxException>(() => session.RunValues(
            new Dictionary<string, OnnxValue> { ["x"] = OnnxValue.FromSequence([Tensor.Create([1f], 1)]) },
            cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("not sequence of 1", exception.Message, StringComparison.Ordinal);
    }

    private static void Refused(Dictionary<string, Tensor> inputs, string message)
    {
        using var session = OnnxSession.Load(Model);
        var exception = Assert.Throws<OnnxException>(() => session.Run(inputs, TestContext.Current.CancellationToken));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(OnnxErrorCode.InvalidArgument, exception.Code);
        Assert.IsType<IndustrialAgentsException>(exception, exactMatch: false);
    }
}
