namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>Steps <c>tokens</c> and <c>generate</c> against a model that counts: after token n comes n + 1.</summary>
public sealed class GenerateTests
{
    private const string Vocabulary = """{"zero":0,"one":1,"two":2,"three":3,"four more":4,"end":5,"begin":6}""";
    private const string Input = """{"use":"tokens","vocabulary":"words.json","maxTokens":6}""";
    private const string Output = """{"use":"generate","vocabulary":"words.json","end":["end"],"maxTokens":8,"maxLength":10,"separator":"+"}""";

    [Fact]
    public async Task Ask_Prompt_WritesUntilTheEnd()
    {
        var model = Counting();

        var output = Assert.IsType<GeneratedText>(await Expert().AskAsync(new TextInput("zero one"), model));

        Assert.Equal("two+three+four more", output.Text);
        Assert.Equal(["two", "three", "four more"], output.Tokens);
        Assert.Equal([2, 3, 4], output.TokenIds);
        Assert.Equal(FinishReason.Stop, output.Finish);
        Assert.Equal(4, model.Runs.Count);
    }

    [Fact]
    public async Task Ask_Steps_GetMaskPositionsAndPast()
    {
        var model = Counting();

        await Expert().AskAsync(new TextInput("zero, one; two"), model);

        Assert.Equal([0L, 1, 2], model.Runs[0]["input_ids"].AsSpan<long>());
        Assert.Equal(new TensorShape(1, 2, 0, 1), model.Runs[0]["past_key_values.0.key"].Shape);
        Assert.Equal([0, 1, 2], model.Runs[0]["position_ids"].AsSpan<int>());
        Assert.Equal([3L], model.Runs[1]["input_ids"].AsSpan<long>());
        Assert.Equal([3], model.Runs[1]["position_ids"].AsSpan<int>());
        Assert.Equal([1L, 1, 1, 1], model.Runs[1]["attention_mask"].AsSpan<long>());
        Assert.Equal(new TensorShape(1, 2, 3, 1), model.Runs[1]["past_key_values.0.key"].Shape);
    }

    [Fact]
    public async Task Ask_Confidence_IsTheGeometricMeanOfTheTokensProbabilities()
    {
        // The picked token scores 2 and the six others 0 at every step.
        var output = await Expert().AskAsync(new TextInput("zero"), Counting());

        Assert.Equal(Math.Exp(2) / (Math.Exp(2) + 6), output.Confidence!.Value, 1e-6);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(100, 4)]
    public async Task Ask_MaxTokens_EndsTheTextEarly(int maxTokens, int written)
    {
        var output = Assert.IsType<GeneratedText>(await Expert().AskAsync(new TextInput("zero"), Counting(), maxTokens));

        Assert.Equal(written, output.Tokens.Count);
        Assert.Equal(written < 4 ? FinishReason.Length : FinishReason.Stop, output.Finish);
    }

    [Fact]
    public async Task Ask_ModelNeverEnds_StopsAtItsLength()
    {
        // 'begin' is followed by itself: 6 tokens read and written together at most 10, the last of which is not read.
        var output = Assert.IsType<GeneratedText>(await Expert().AskAsync(new TextInput("begin, begin, begin, begin, begin, begin"), Counting()));

        Assert.Equal(5, output.Tokens.Count);
        Assert.Equal(FinishReason.Length, output.Finish);
    }

    [Fact]
    public async Task Ask_ModelWithoutCache_ReadsTheWholeSequenceEachTime()
    {
        var cached = Counting();
        var model = new FakeRunner([cached.Inputs[0]], [cached.Outputs[0]], inputs => new Dictionary<string, Tensor> { ["logits"] = Next(inputs) });

        var output = Assert.IsType<GeneratedText>(await Expert().AskAsync(new TextInput("two"), model));

        Assert.Equal([3, 4], output.TokenIds);
        Assert.Equal([2L, 3, 4], model.Runs[2]["input_ids"].AsSpan<long>());
    }

    [Fact]
    public async Task Ask_UnknownToken_NamesItAndTheKnownOnes()
    {
        var e = await Assert.ThrowsAsync<InvalidRequestException>(() => Expert().AskAsync(new TextInput("zero, seven"), Counting()));

        Assert.Contains("'seven'", e.Message, StringComparison.Ordinal);
        Assert.Contains("four more", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_PhraseBetweenSeparators_IsOneToken()
    {
        var model = Counting();

        await Expert().AskAsync(new TextInput("one, four more"), model);

        Assert.Equal([1L, 4], model.Runs[0]["input_ids"].AsSpan<long>());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ;")]
    [InlineData("one one one one one one one")]
    public async Task Ask_TooFewOrTooManyTokens_IsRefused(string text) =>
        await Assert.ThrowsAsync<InvalidRequestException>(() => Expert().AskAsync(new TextInput(text), Counting()));

    [Fact]
    public async Task Ask_Ids_AreTakenFromATensor()
    {
        var output = Assert.IsType<GeneratedText>(await Expert().AskAsync(new TensorInput(Tensor.Create([1, 2], 1, 2)), Counting()));

        Assert.Equal([3, 4], output.TokenIds);
        await Assert.ThrowsAsync<InvalidRequestException>(() => Expert().AskAsync(new TensorInput(Tensor.Create([9L], 1)), Counting()));
        await Assert.ThrowsAsync<InvalidRequestException>(() => Expert().AskAsync(new TensorInput(Tensor.Create([1L, 2], 2, 1)), Counting()));
        await Assert.ThrowsAsync<InvalidRequestException>(() => Expert().AskAsync(new TensorInput(Tensor.Create([1f], 1)), Counting()));
    }

    [Fact]
    public async Task Ask_CancelledBetweenSteps_Stops()
    {
        using var cancellation = new CancellationTokenSource();
        var inner = Counting();
        FakeRunner? model = null;
        model = new FakeRunner(inner.Inputs, inner.Outputs, inputs =>
        {
            if (model!.Runs.Count == 2)
            {
                cancellation.Cancel();
            }

            return inner.Answer(inputs);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Expert().AskAsync(new TextInput("zero"), model, cancellationToken: cancellation.Token));
        Assert.Equal(2, model.Runs.Count);
    }

    [Theory]
    [InlineData("""{"use":"generate","logits":"scores"}""", "scores")]
    [InlineData("""{"use":"generate","inputIds":"ids"}""", "ids")]
    [InlineData("""{"use":"generate","present":"cache.*"}""", "cache.0.key")]
    public async Task Ask_ModelWithoutTheName_NamesItAndWhatThereIs(string output, string name)
    {
        var expert = TestExpert.Of(Input, output, ("words.json", Vocabulary));

        var e = await Assert.ThrowsAsync<ExpertFailedException>(() => expert.AskAsync(new TextInput("zero"), Counting()));

        Assert.Contains($"'{name}'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_ScoresNotFinite_Fails()
    {
        var inner = Counting();
        var model = new FakeRunner(inner.Inputs, inner.Outputs, _ => new Dictionary<string, Tensor> { ["logits"] = Tensor.Create([float.NaN, 0], 1, 1, 2) });

        await Assert.ThrowsAsync<ExpertFailedException>(() => Expert().AskAsync(new TextInput("zero"), model));
    }

    [Theory]
    [InlineData(Input, """{"use":"generate","vocabulary":"words.json","end":["stop"]}""", "output.end")]
    [InlineData(Input, """{"use":"generate","maxTokens":0}""", "output.maxTokens")]
    [InlineData(Input, """{"use":"generate","past":"past"}""", "output.past")]
    [InlineData("""{"use":"tokens","vocabulary":"words.json","suffix":["stop"]}""", Output, "inputs[0].preprocess.suffix")]
    [InlineData("""{"use":"tokens","maxTokens":0}""", Output, "inputs[0].preprocess.maxTokens")]
    [InlineData("""{"use":"tokens","vocabulary":"other.json"}""", Output, "inputs[0].preprocess.vocabulary")]
    public void Create_WrongOption_NamesIt(string input, string output, string field)
    {
        var e = Assert.Throws<InvalidManifestException>(() => TestExpert.Of(input, output, ("words.json", Vocabulary)));

        Assert.Equal(field, e.Field);
    }

    private static TestExpert Expert() => TestExpert.Of(Input, Output, ("words.json", Vocabulary));

    private static FakeRunner Counting() => new(
        [
            new ModelTensorInfo("input_ids", ElementType.Int64, [-1, -1]),
            new ModelTensorInfo("past_key_values.0.key", ElementType.Float32, [-1, 2, -1, 1]),
            new ModelTensorInfo("attention_mask", ElementType.Int64, [-1, -1]),
            new ModelTensorInfo("position_ids", ElementType.Int32, [-1, -1]),
        ],
        [new ModelTensorInfo("logits", ElementType.Float32, [-1, -1, 7]), new ModelTensorInfo("present.0.key", ElementType.Float32, [-1, 2, -1, 1])],
        inputs => new Dictionary<string, Tensor>
        {
            ["logits"] = Next(inputs),
            ["present.0.key"] = Tensor.Create(new float[2 * inputs["attention_mask"].Shape[1]], 1, 2, inputs["attention_mask"].Shape[1], 1),
        });

    private static Tensor Next(IReadOnlyDictionary<string, Tensor> inputs)
    {
        var ids = inputs["input_ids"].AsSpan<long>();
        var scores = new float[ids.Length * 7];
        scores[^(7 - Math.Min(6, (int)ids[^1] + 1))] = 2;
        return Tensor.Create(scores, 1, ids.Length, 7);
    }
}
