using System.Text.Json;
using static IndustrialAgents.Experts.Multimodal.Tests.ChatCases;

namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class ChatPromptTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_Conversation_IsSentByWhoSaysIt()
    {
        var body = await Sent(Question(
            null,
            new TextInput("Be brief.") { Role = ChatRole.System },
            new TextInput("The pump is hot.") { Role = ChatRole.User },
            new TextInput("Since when?") { Role = ChatRole.Assistant },
            new TextInput("Since noon.") { Role = ChatRole.User },
            new ImageInput(Png)));

        Assert.Equal(
            [("system", "Be brief."), ("user", "The pump is hot."), ("assistant", "Since when?")],
            body.GetProperty("messages").EnumerateArray().Take(3).Select(message => (message.GetProperty("role").GetString()!, message.GetProperty("content").GetString()!)));
        var last = body.GetProperty("messages")[3].GetProperty("content");
        Assert.Equal("Since noon.", last[0].GetProperty("text").GetString());
        Assert.Equal("image_url", last[1].GetProperty("type").GetString());
        Assert.Equal(4, body.GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task AskAsync_TextsWithoutRole_AreOneMessageAfterTheInstruction()
    {
        var body = await Sent(Question(null, new TextInput("a"), new TextInput("b")) with { Asset = AssetPath.Parse("plant/pump1") });

        Assert.Contains("plant/pump1", body.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.Equal("a\n\nb", body.GetProperty("messages")[1].GetProperty("content").GetString());
    }

    [Fact]
    public async Task AskAsync_OwnInstruction_StandsBeforeTheConversations()
    {
        var body = await Sent(Question(null, new TextInput("Be brief.") { Role = ChatRole.System }, new TextInput("a")), options => options with { Instruction = "You know pumps." });

        Assert.Equal("You know pumps.\n\nBe brief.", body.GetProperty("messages")[0].GetProperty("content").GetString());
    }

    [Fact]
    public async Task AskAsync_Sampling_IsSentWhereAskedFor()
    {
        var body = await Sent(Question(new SamplingParameters { Temperature = 0.7, TopP = 0.9, Seed = 5, Stop = ["END"], TopK = 40 }), options => options with { Temperature = 0.1 });

        Assert.Equal((0.7, 0.9, 5, 40), (body.GetProperty("temperature").GetDouble(), body.GetProperty("top_p").GetDouble(), body.GetProperty("seed").GetInt64(), body.GetProperty("top_k").GetInt32()));
        Assert.Equal("END", body.GetProperty("stop")[0].GetString());
        Assert.False(body.TryGetProperty("min_p", out _));
        Assert.False((await Sent(Question())).TryGetProperty("top_p", out _));
    }

    [Fact]
    public async Task AskAsync_Schema_IsSentAndTheReplyMustBeJson()
    {
        const string Schema = """{"type":"object","properties":{"part":{"type":"string"}}}""";
        var sampling = new SamplingParameters { JsonSchema = Schema };
        var body = await Sent(Question(sampling), content: """{"part":"seal"}""");
        Assert.Equal("string", body.GetProperty("response_format").GetProperty("json_schema").GetProperty("schema").GetProperty("properties").GetProperty("part").GetProperty("type").GetString());

        Assert.Contains("no JSON", (await Assert.ThrowsAsync<ExpertFailedException>(() => Sent(Question(sampling), content: "the seal"))).Message);
        Assert.Equal(
            "parameters.sampling.jsonSchema",
            (await Assert.ThrowsAsync<InvalidRequestException>(() => Sent(Question(new SamplingParameters { JsonSchema = "{" })))).Field);
    }

    [Fact]
    public async Task AskAsync_Choices_MustBeOneOfThem()
    {
        var question = Question(new SamplingParameters { Choices = ["run on", "stop"] });
        await using var server = await ChatServer.StartAsync((context, number) => ChatServer.Say(context, number == 1 ? """{"choice":"stop"}""" : """{"choice":"wait"}"""));
        using var expert = Create(server.BaseUrl);

        Assert.Equal("stop", ((GeneratedText)(await expert.AskAsync(question, Token)).Output).Text);
        Assert.Contains("'wait'", (await Assert.ThrowsAsync<ExpertFailedException>(() => expert.AskAsync(question, Token).AsTask())).Message);
        Assert.Equal("run on", server.Received.First().Body.GetProperty("response_format").GetProperty("json_schema").GetProperty("schema").GetProperty("properties").GetProperty("choice").GetProperty("enum")[0].GetString());
    }

    [Fact]
    public async Task AskAsync_RateLimit_LetsSoManyThroughAndRefusesWhatCannotWait()
    {
        await using var server = await ChatServer.StartAsync((context, _) => ChatServer.Say(context, "ok"));
        using var expert = Create(server.BaseUrl, options => options with { RequestsPerMinute = 2, MaxQueue = 1 });
        await expert.AskAsync(Question(), Token);
        await expert.AskAsync(Question(), Token);

        var waits = expert.AskAsync(Question() with { Constraints = new RequestConstraints { Deadline = DateTimeOffset.UtcNow.AddSeconds(0.5) } }, Token).AsTask();
        Assert.Contains("requestsPerMinute, 2", (await Assert.ThrowsAsync<OverloadedException>(() => expert.AskAsync(Question(), Token).AsTask())).Message);
        await Assert.ThrowsAsync<DeadlineExceededException>(() => waits);
        Assert.Equal(2, server.Received.Count);
    }

    [Theory]
    [InlineData(0, 1, "requestsPerMinute")]
    [InlineData(1, -1, "maxQueue")]
    public void Create_WrongRateLimit_NamesTheOption(int most, int queue, string named) => Assert.Contains(
        named, Assert.Throws<InvalidManifestException>(() => Create("http://127.0.0.1:9/v1", options => options with { RequestsPerMinute = most, MaxQueue = queue })).Message);

    private static async Task<JsonElement> Sent(Request request, Func<ChatOptions, ChatOptions>? change = null, string content = "ok")
    {
        await using var server = await ChatServer.StartAsync((context, _) => ChatServer.Say(context, content));
        using var expert = Create(server.BaseUrl, change);
        await expert.AskAsync(request, Token);
        return server.Received.Single().Body;
    }
}
