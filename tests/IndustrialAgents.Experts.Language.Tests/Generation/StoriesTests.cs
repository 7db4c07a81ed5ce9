namespace IndustrialAgents.Experts.Language.Tests;

/// <summary>stories260K, converted, against the text that llama2.c publishes.</summary>
public sealed class StoriesTests
{
    [Theory]
    [InlineData("ids_200", false)]
    [InlineData("ids_256", false)]
    [InlineData("ids_256", true)]
    public async Task Ask_EmptyPrompt_WritesThePublishedStoryTokenForToken(string ids, bool plain)
    {
        using var reference = TestData.Reference("stories260k");
        var expected = reference.RootElement.GetProperty(ids).EnumerateArray().Select(id => id.GetInt32()).ToArray();
        using var model = Stories.Model();

        var story = await Stories.Expert().WriteAsync(plain ? new Plain(model) : model, new RequestParameters { MaxTokens = expected.Length }, [new TextInput("")]);

        Assert.Equal(expected, story.TokenIds);
        Assert.Equal(reference.RootElement.GetProperty(ids == "ids_200" ? "golden_text_200_steps_from_test_all_py" : "text_256_steps").GetString(), story.Text);
        Assert.Equal(1, story.PromptTokens);
        Assert.Equal(FinishReason.Length, story.Finish);
    }

    [Fact]
    public async Task Ask_ManyAtOnce_WritesEachAsAlone()
    {
        using var model = Stories.Model();
        var expert = Stories.Expert(""","batching":{"maxBatch":5}"""[1..]);
        string[] prompts = ["", "Once upon a time", "Lily", "The dog was very", "One day, a big", "Tom had a red ball. He", "She said", "It was a", "The sun", "In the park there was a tree and"];
        var alone = new List<GeneratedText>();
        foreach (var (i, prompt) in prompts.Index())
        {
            alone.Add(await expert.WriteAsync(model, new RequestParameters { MaxTokens = 20 + (7 * i) }, [new TextInput(prompt)]));
        }

        // They differ in length, so they join and leave at different steps, and only five run at once.
        var together = await Task.WhenAll(prompts.Select((prompt, i) => expert.WriteAsync(model, new RequestParameters { MaxTokens = 20 + (7 * i) }, [new TextInput(prompt)])));

        Assert.Equal(alone.Select(text => string.Join(' ', text.TokenIds)), together.Select(text => string.Join(' ', text.TokenIds)));
        Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First.Confidence!.Value, pair.Second.Confidence!.Value, 1e-4));
    }

    // Hides that the model can hold its state.
    private sealed class Plain(IModelRunner model) : IModelRunner
    {
        public IReadOnlyList<ModelTensorInfo> Inputs => model.Inputs;

        public IReadOnlyList<ModelTensorInfo> Outputs => model.Outputs;

        public ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken) =>
            model.RunAsync(inputs, cancellationToken);
    }
}
