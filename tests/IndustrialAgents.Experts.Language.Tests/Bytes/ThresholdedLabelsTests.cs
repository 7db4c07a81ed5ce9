using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Language.Tests;

public sealed class ThresholdedLabelsTests
{
    private const string Input = """{"use":"bytes","head":4,"tail":4}""";
    private const string Config = """
        {"beg_size":4,"mid_size":0,"end_size":4,"use_inputs_at_offsets":false,"medium_confidence_threshold":0.5,"min_file_size_for_dl":2,
         "padding_token":256,"block_size":64,"target_labels_space":["c","java","zip","noise"],"thresholds":{"java":0.9},"overwrite_map":{"noise":"unknown"}}
        """;

    private const string Output = """
        {"use":"thresholded-labels","config":"config.json","fallbacks":{"txt":["c","java"]},"short":{}}
        """;

    [Theory]
    [InlineData(new[] { 0.6f, 0.2f, 0.1f, 0.1f }, "c", 0.6)]
    [InlineData(new[] { 0.1f, 0.8f, 0.05f, 0.05f }, "txt", 0.9)]
    [InlineData(new[] { 0.0f, 0.95f, 0.05f, 0.0f }, "java", 0.95)]
    [InlineData(new[] { 0.3f, 0.1f, 0.4f, 0.2f }, "unknown", 0.6)]
    [InlineData(new[] { 0.1f, 0.1f, 0.2f, 0.6f }, "unknown", 0.6)]
    [InlineData(new[] { 0.4f, 0.1f, 0.3f, 0.2f }, "txt", 0.5)]
    public async Task Ask_Probabilities_NamesTheLabelTheRulesSay(float[] scores, string label, double probability)
    {
        var output = Assert.IsType<ClassProbabilities>(await Expert().AskAsync(new TextInput("some text"), Model(scores)));

        Assert.Equal(label, output.Top().Label);
        Assert.Equal(probability, output.Top().Probability, 1e-6);
        Assert.Equal(1, Sum(output), 1e-9);
        Assert.Equal(scores.Max(), output.Confidence!.Value, 1e-6);
    }

    [Theory]
    [InlineData(new byte[0], "empty")]
    [InlineData(new byte[] { (byte)'x' }, "txt")]
    [InlineData(new byte[] { (byte)' ', (byte)'\n', (byte)'x', (byte)' ' }, "c")]
    [InlineData(new byte[] { 0xFF }, "unknown")]
    [InlineData(new byte[] { 32, 32, 32, 32 }, "txt")]
    public async Task Ask_ShortContent_IsLabelledWithoutTheModel(byte[] content, string label)
    {
        var model = Model([0.6f, 0.2f, 0.1f, 0.1f]);

        var output = Assert.IsType<ClassProbabilities>(await Expert().AskAsync(new ImageInput(content), model));

        Assert.Equal(label, output.Top().Label);
        Assert.Equal(label == "c" ? 1 : 0, model.Runs.Count);
    }

    [Fact]
    public async Task Ask_AnyProbabilities_KeepTheirSumAndTheBestLabelFirst()
    {
        var expert = Expert();
        var weights = Gen.Choose(0, 1000).ArrayOf(4).Where(values => values.Sum() > 0).ToArbitrary();
        await Task.Yield();
        Prop.ForAll(weights, values =>
        {
            var sum = values.Sum();
            float[] scores = [.. values.Select(value => value / (float)sum)];
            var output = (ClassProbabilities)expert.AskAsync(new TextInput("some text"), Model(scores)).GetAwaiter().GetResult();
            return Math.Abs(Sum(output) - 1) < 1e-9 && output.Top().Probability >= output.Confidence!.Value - 1e-6;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(new[] { float.NaN, 0f, 0f, 1f })]
    [InlineData(new[] { -1f, 1f, 1f, 0f })]
    [InlineData(new[] { 0f, 0f, 0f, 0f })]
    [InlineData(new[] { 1f, 0f, 0f })]
    [InlineData(new[] { float.PositiveInfinity, 0f, 0f, 0f })]
    public async Task Ask_OutputIsNoProbabilities_Fails(float[] scores) =>
        await Assert.ThrowsAsync<ExpertFailedException>(() => Expert().AskAsync(new TextInput("some text"), Model(scores)));

    [Fact]
    public async Task Ask_TensorOfFloats_IsRefused()
    {
        var e = await Assert.ThrowsAsync<InvalidRequestException>(
            () => Expert().AskAsync(new TensorInput(Tensor.Create([1f], 1)), Model([1, 0, 0, 0])));

        Assert.Contains("uint8", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"use":"thresholded-labels"}""", "output.config")]
    [InlineData("""{"use":"thresholded-labels","config":"missing.json"}""", "output.config")]
    [InlineData("""{"use":"thresholded-labels","config":"config.json","threshold":2}""", "output.threshold")]
    [InlineData("""{"use":"thresholded-labels","config":"config.json","thresholds":{"pdf":0.5}}""", "output.thresholds.pdf")]
    [InlineData("""{"use":"thresholded-labels","config":"config.json","overwrite":{"pdf":"txt"}}""", "output.overwrite.pdf")]
    [InlineData("""{"use":"thresholded-labels","config":"config.json","fallbacks":{"x":["c"],"y":["c"]}}""", "output.fallbacks")]
    public void Create_WrongOption_NamesIt(string output, string field)
    {
        var e = Assert.Throws<InvalidManifestException>(() => TestExpert.Of(Input, output, ("config.json", Config)));

        Assert.Equal(field, e.Field);
    }

    private static TestExpert Expert() => TestExpert.Of(Input, Output, ("config.json", Config));

    private static FakeRunner Model(float[] scores) => FakeRunner.Of("bytes", "scores", Tensor.Create(scores, 1, scores.Length));

    private static double Sum(ClassProbabilities output) => output.Probabilities.ToArray().Sum();
}
