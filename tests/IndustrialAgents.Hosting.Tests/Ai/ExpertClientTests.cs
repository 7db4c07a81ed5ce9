using System.Runtime.CompilerServices;
using IndustrialAgents.Hosting.Ai;
using Microsoft.Extensions.AI;

namespace IndustrialAgents.Hosting.Tests.Ai;

/// <summary>The node through Microsoft.Extensions.AI.</summary>
public sealed class ExpertClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetResponseAsync_Conversation_IsOneRequestToTheRouter()
    {
        var plant = new Plant();
        var client = new ExpertChatClient(new TextModels(plant, plant));
        var response = await client.GetResponseAsync(
            [new ChatMessage(Microsoft.Extensions.AI.ChatRole.System, "be brief"), new ChatMessage(Microsoft.Extensions.AI.ChatRole.User, [new TextContent("what is it?"), new DataContent(new byte[] { 1, 2 }, "image/png")])],
            new ChatOptions { MaxOutputTokens = 9, Temperature = 0.5f, StopSequences = ["\n"], ResponseFormat = ChatResponseFormat.ForJsonSchema(System.Text.Json.JsonDocument.Parse("""{"type":"object"}""").RootElement) },
            Token);

        Assert.Equal("a leak", response.Text);
        Assert.Equal((ChatFinishReason.Stop, 4, 2, 6), (response.FinishReason!.Value, response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal("d1", response.AdditionalProperties![ExpertChatClient.DecisionId]);
        var request = plant.Last!;
        Assert.Equal(ExpertTask.Generate, request.Task);
        Assert.Equal([new TextInput("be brief") { Role = ChatRole.System }, new TextInput("what is it?") { Role = ChatRole.User }], request.Inputs.Take(2));
        Assert.Equal([1, 2], ((ImageInput)request.Inputs[2]).Data.ToArray());
        Assert.Equal((9, 0.5, """{"type":"object"}"""), (request.Parameters.MaxTokens!.Value, request.Parameters.Sampling!.Temperature!.Value, request.Parameters.Sampling.JsonSchema!));
    }

    [Fact]
    public async Task GetResponseAsync_Abstention_IsSaid()
    {
        var plant = new Plant { Abstention = "too uncertain" };
        var response = await new ExpertChatClient(new TextModels(plant, plant)).GetResponseAsync("what is it?", cancellationToken: Token);
        Assert.Equal(("", ChatFinishReason.ContentFilter), (response.Text, response.FinishReason!.Value));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_NamedExpert_GivesItsPieces()
    {
        var plant = new Plant();
        var updates = await new ExpertChatClient(new TextModels(plant, plant), "writer").GetStreamingResponseAsync("what to do?", cancellationToken: Token).ToListAsync(Token);
        Assert.Equal(["re", "seal", ""], updates.Select(update => update.Text));
        Assert.Equal(ChatFinishReason.Length, updates[^1].FinishReason);
        Assert.Equal(7, updates[^1].Contents.OfType<UsageContent>().Single().Details.InputTokenCount);
        Assert.Null(plant.Last);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_ExpertThatDoesNotStream_GoesThroughTheRouter()
    {
        var plant = new Plant(streams: false);
        var updates = await new ExpertChatClient(new TextModels(plant, plant), "writer").GetStreamingResponseAsync("what to do?", cancellationToken: Token).ToListAsync(Token);
        Assert.Equal(["a leak", ""], updates.Select(update => update.Text));
        Assert.Equal(["writer"], plant.Last!.Constraints.Experts);
    }

    [Fact]
    public async Task GetResponseAsync_AnyJson_IsAnObject()
    {
        var plant = new Plant();
        await new ExpertChatClient(new TextModels(plant, plant)).GetResponseAsync("x", new ChatOptions { ResponseFormat = ChatResponseFormat.Json }, Token);

        Assert.Equal(SamplingParameters.AnyJsonObject, plant.Last!.Parameters.Sampling!.JsonSchema);
    }

    [Fact]
    public async Task GetResponseAsync_WhatIsNotOffered_IsRefused()
    {
        var plant = new Plant();
        var client = new ExpertChatClient(new TextModels(plant, plant));
        Assert.Equal("tools", (await Assert.ThrowsAsync<InvalidRequestException>(() => client.GetResponseAsync("x", new ChatOptions { Tools = [AIFunctionFactory.CreateDeclaration("f", null, default)] }, Token))).Field);
        Assert.Equal("messages[0].role", (await Assert.ThrowsAsync<InvalidRequestException>(() => client.GetResponseAsync([new ChatMessage(Microsoft.Extensions.AI.ChatRole.Tool, "x")], null, Token))).Field);
        Assert.Equal("messages[0].contents[0]", (await Assert.ThrowsAsync<InvalidRequestException>(() => client.GetResponseAsync([new ChatMessage(Microsoft.Extensions.AI.ChatRole.User, [new UriContent("https://x/a.png", "image/png")])], null, Token))).Field);
        await Assert.ThrowsAsync<ExpertNotFoundException>(() => client.GetResponseAsync("x", new ChatOptions { ModelId = "unknown" }, Token));
        Assert.Equal("model", (await Assert.ThrowsAsync<InvalidRequestException>(() => client.GetResponseAsync("x", new ChatOptions { ModelId = "embedder" }, Token))).Field);
    }

    [Fact]
    public async Task GenerateAsync_Texts_AreVectors()
    {
        var plant = new Plant();
        var generator = new ExpertEmbeddingGenerator(new TextModels(plant, plant));
        var vectors = await generator.GenerateAsync(["pump", "seals"], cancellationToken: Token);
        Assert.Equal([4f, 5f], vectors.Select(vector => vector.Vector.Span[0]));
        Assert.Equal("embedder@1", vectors[0].ModelId);
        Assert.Equal("dimensions", (await Assert.ThrowsAsync<InvalidRequestException>(() => generator.GenerateAsync(["pump"], new EmbeddingGenerationOptions { Dimensions = 9 }, Token))).Field);
        Assert.Equal("model", (await Assert.ThrowsAsync<InvalidRequestException>(() => generator.GenerateAsync(["pump"], new EmbeddingGenerationOptions { ModelId = "writer" }, Token))).Field);
    }

    [Fact]
    public void GetService_KnownTypes_AreGiven()
    {
        var plant = new Plant();
        var models = new TextModels(plant, plant);
        using var client = new ExpertChatClient(models);
        Assert.Same(client, client.GetService(typeof(IChatClient)));
        Assert.Same(models, client.GetService(typeof(TextModels)));
        Assert.Equal("auto", ((ChatClientMetadata)client.GetService(typeof(ChatClientMetadata))!).DefaultModelId);
        Assert.Null(client.GetService(typeof(string)));
        using var generator = new ExpertEmbeddingGenerator(models);
        Assert.NotNull(generator.GetService(typeof(EmbeddingGeneratorMetadata)));
    }

    [Fact]
    public void Models_AreThoseThatWriteOrEmbed()
    {
        var plant = new Plant();
        Assert.Equal(["embedder@1", "writer@1"], new TextModels(plant, plant).Models.Select(entry => entry.Id.ToString()));
    }

    /// <summary>A router that says what it is told to, and three experts.</summary>
    private sealed class Plant(bool streams = true) : IRouter, IExpertDirectory
    {
        public Request? Last { get; private set; }

        public string? Abstention { get; init; }

        public IReadOnlyList<ExpertEntry> Experts { get; } = [new(new Other("embedder", ExpertTask.Embed)), new(new Other("sorter", ExpertTask.Classify)), new(new Writer(streams))];

        public ExpertEntry? Find(string nameOrId) => Experts.FirstOrDefault(entry => entry.Id.Name == nameOrId || entry.Id.ToString() == nameOrId);

        public ValueTask<Answer> AskAsync(Request request, CancellationToken cancellationToken)
        {
            Last = request;
            return new(new Answer
            {
                DecisionId = "d1",
                Task = request.Task,
                Output = new GeneratedText("a leak", FinishReason.Stop) { TokenIds = [1, 2], PromptTokens = 4 },
                Abstention = Abstention,
                Contributions = [],
            });
        }

        public ValueTask<FeedbackReceipt> FeedbackAsync(Feedback feedback, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private static Manifest Describe(string name, ExpertTask task) => new() { Name = name, Version = "1", Modality = Modality.Language, Tasks = [task], Inputs = [new ManifestInput { Kind = Modality.Language }] };

    private sealed class Other(string name, ExpertTask task) : IExpert
    {
        public Manifest Manifest { get; } = Describe(name, task);

        public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) =>
            new(new ExpertReply(new Embedding($"{name}@1", new[] { (float)((TextInput)request.Inputs[0]).Text.Length })));
    }

    private sealed class Writer(bool streams) : IStreamingExpert
    {
        public bool Streams => streams;

        public Manifest Manifest { get; } = Describe("writer", ExpertTask.Generate);

        public ValueTask<ExpertReply> AskAsync(Request request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async IAsyncEnumerable<ExpertUpdate> StreamAsync(Request request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new ExpertUpdate("re");
            await Task.Yield();
            yield return new ExpertUpdate("seal");
            yield return new ExpertUpdate("", new ExpertReply(new GeneratedText("reseal", FinishReason.Length) { PromptTokens = 7, TokenIds = [1] }));
        }
    }
}
