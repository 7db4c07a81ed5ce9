namespace IndustrialAgents.Onnx.Tests;

/// <summary>Sequences and maps of the ai.onnx.ml domain, out of and into models.</summary>
public sealed class SequenceAndMapTests
{
    [Fact]
    public void RunValues_ZipMapOfIntegers_GivesSequenceOfMaps()
    {
        using var session = OnnxSession.Load(TestModels.ZipMap(stringLabels: false));
        var output = session.Outputs[0];
        Assert.Equal(OnnxValueKind.Sequence, output.Kind);
        Assert.Equal(OnnxValueKind.Map, output.Element!.Kind);
        Assert.Equal(ElementType.Int64, output.Element.KeyType);
        Assert.Equal(ElementType.Float32, output.Element.Element!.ElementType);
        Assert.StartsWith("sequence of map of Int64 to Float32", output.Describe(), StringComparison.Ordinal);

        var maps = Run(session, Tensor.Create([0.25f, 0.75f, 1, 0], 2, 2)).AsSequence();
        Assert.Equal(2, maps.Count);
        Assert.Equal(new() { [7] = 0.25f, [9] = 0.75f }, maps[0].AsMap().ToDictionary<long, float>());
        Assert.Equal(new() { [7] = 1, [9] = 0 }, maps[1].AsMap().ToDictionary<long, float>());
        Assert.Throws<InvalidOperationException>(() => maps[0].AsMap().ToDictionary<string, float>());
        Assert.Throws<InvalidOperationException>(() => maps[0].AsTensor());
    }

    [Fact]
    public void RunValues_ZipMapOfStrings_GivesStringKeys()
    {
        using var session = OnnxSession.Load(TestModels.ZipMap(stringLabels: true));
        var maps = Run(session, Tensor.Create([0.25f, 0.75f], 1, 2)).AsSequence();
        Assert.Equal(new() { ["worn"] = 0.25f, ["good"] = 0.75f }, maps[0].AsMap().ToDictionary<string, float>());
    }

    [Fact]
    public void Run_OutputIsNoTensor_NamesTheOutputAndTheWay()
    {
        using var session = OnnxSession.Load(TestModels.ZipMap(stringLabels: true));
        var exception = Assert.Throws<OnnxException>(() => session.Run(
            new Dictionary<string, Tensor> { ["x"] = Tensor.Create([0.25f, 0.75f], 1, 2) }, TestContext.Current.CancellationToken));
        Assert.Contains("'y'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(OnnxSession.RunValues), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunValues_MapAsInput_IsVectorized()
    {
        using var session = OnnxSession.Load(TestModels.DictVectorizer());
        Assert.Equal(OnnxValueKind.Map, session.Inputs[0].Kind);
        var map = new OnnxMap(Tensor.Create((string[])["c", "a"], new TensorShape(2)), Tensor.Create([3f, 1f], 2));
        Assert.Equal([1f, 0f, 3f], Run(session, OnnxValue.FromMap(map)).AsTensor().AsSpan<float>().ToArray());

        var wrong = new OnnxMap(Tensor.Create([1L], 1), Tensor.Create([3f], 1));
        var exception = Assert.Throws<OnnxException>(() => Run(session, OnnxValue.FromMap(wrong)));
        Assert.Contains("'x' takes map of String to Float32", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunValues_SequenceAsInput_IsConcatenated()
    {
        using var session = OnnxSession.Load(TestModels.ConcatSequence());
        var sequence = OnnxValue.FromSequence([Tensor.Create([1f, 2f], 2), Tensor.Create([3f], 1)]);
        Assert.Equal([1f, 2f, 3f], Run(session, sequence).AsTensor().AsSpan<float>().ToArray());

        var wrong = OnnxValue.FromSequence([Tensor.Create([1f, 2f], 2), Tensor.Create([3.0], 1)]);
        Assert.Contains("not Float64 [1]", Assert.Throws<OnnxException>(() => Run(session, wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OnnxMap_KeysAndValuesOfOtherNumber_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new OnnxMap(Tensor.Create([1L, 2L], 2), Tensor.Create([3f], 1)));
        Assert.Throws<ArgumentException>(() => new OnnxMap(Tensor.Create([1f], 1), Tensor.Create([3f], 1)));
    }

    private static OnnxValue Run(OnnxSession session, OnnxValue input) => session.RunValues(
        new Dictionary<string, OnnxValue> { ["x"] = input }, cancellationToken: TestContext.Current.CancellationToken)["y"];
}
