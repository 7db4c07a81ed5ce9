using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Tests.Steps;

public sealed class ClassesStepTests
{
    [Fact]
    public async Task Softmax_Logits_GivesAllLabelsWithProbabilities()
    {
        var output = await AskAsync("""{"use": "softmax"}""", """["a", "b", "c"]""", Tensor.Create([0f, MathF.Log(2), MathF.Log(5)], 1, 3));

        Assert.Equal(["a", "b", "c"], output.Labels);
        Assert.Equal([0.125, 0.25, 0.625], output.Probabilities.ToArray(), (x, y) => Math.Abs(x - y) < 1e-7);
        Assert.Equal(0.625, output.Confidence!.Value, 1e-7);
    }

    [Fact]
    public async Task Softmax_Temperature_FlattensIt()
    {
        var output = await AskAsync("""{"use": "softmax", "temperature": 2}""", "[]", Tensor.Create([0f, 2 * MathF.Log(3)], 2));

        Assert.Equal(["0", "1"], output.Labels);
        Assert.Equal(0.75, output.Top().Probability, 1e-6);
    }

    [Fact]
    public void Softmax_AnyFiniteLogits_SumToOneInOrder() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<NormalFloat[]>().Filter(values => values.Length > 0),
            values =>
            {
                var logits = Array.ConvertAll(values, v => (float)Math.Clamp(v.Get, -1e30, 1e30));
                var output = AskAsync("""{"use": "softmax"}""", "[]", Tensor.Create(logits, 1, logits.Length)).GetAwaiter().GetResult();
                var p = output.Probabilities.ToArray();
                return Math.Abs(p.Sum() - 1) < 1e-9 && p.All(v => v is >= 0 and <= 1) && output.Top().Label == Array.IndexOf(logits, logits.Max()).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Probabilities_NearlyOne_AreRescaled()
    {
        var output = await AskAsync("""{"use": "probabilities"}""", """["a", "b"]""", Tensor.Create([0.52f, 0.52f], 2));

        Assert.Equal(0.5, output.Probabilities.Span[1], 1e-12);
    }

    [Theory]
    [InlineData(new float[] { -1, 2 })]
    [InlineData(new float[] { 1, 2 })]
    public async Task Probabilities_Logits_PointsToSoftmax(float[] values)
    {
        var error = await Assert.ThrowsAsync<ExpertFailedException>(() => AskAsync("""{"use": "probabilities"}""", "[]", Tensor.Create(values, 1, 2)));

        Assert.Contains("use softmax", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_LabelsOrRowsDoNotFit_SaysSo()
    {
        var labels = await Assert.ThrowsAsync<ExpertFailedException>(() => AskAsync("""{"use": "softmax"}""", """["a"]""", Tensor.Create([0f, 1f], 1, 2)));
        Assert.Contains("2 classes and the manifest 1 labels", labels.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidRequestException>(() => AskAsync("""{"use": "softmax"}""", "[]", Tensor.Create([0f, 1f], 2, 1)));
        var missing = await Assert.ThrowsAsync<ExpertFailedException>(() => AskAsync("""{"use": "softmax", "output": "z"}""", "[]", Tensor.Create([0f, 1f], 2)));
        Assert.Contains("no output 'z'", missing.Message, StringComparison.Ordinal);
        var text = await Assert.ThrowsAsync<ExpertFailedException>(() => AskAsync("""{"use": "softmax"}""", "[]", Tensor.Create(new[] { "a" }, new TensorShape(1))));
        Assert.Contains("String", text.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"use": "softmax", "temperature": 0}""")]
    [InlineData("""{"use": "probabilities", "temperature": 2}""")]
    public void Options_Wrong_NamesTheField(string step) => Assert.Equal(
        "output.temperature",
        Assert.Throws<InvalidManifestException>(() => TestExperts.Create(FakeModel.Mapping(1, v => v), """{"use": "tensor"}""", step, Modality.Tensor)).Field);

    private static async Task<ClassProbabilities> AskAsync(string step, string labels, Tensor output) =>
        await TestExperts.Create(FakeModel.Giving(1, ("logits", output)), """{"use": "tensor"}""", step, Modality.Tensor, labels)
            .AskAsync<ClassProbabilities>(new TensorInput(Tensor.Create([1f], 1)));
}
