using Microsoft.AspNetCore.Http;
using static IndustrialAgents.Experts.Multimodal.Tests.ChatCases;

namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class ChatExpertTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_PictureTextAndSeries_SendsTheProtocolAndMapsTheLabel()
    {
        await using var server = await ChatServer.StartAsync((context, _) => ChatServer.Say(context, """{"label":"leak","confidence":0.8}"""));
        using var expert = Create(server.BaseUrl, options => options with { InputPrice = 2, OutputPrice = 10, Temperature = 0.5, MaxTokens = 77 });
        var series = new Series { Channels = [new("flow", "m3/h")], Values = new float[] { 1, 2, 3 }, SamplePeriod = TimeSpan.FromSeconds(1) };
        var reply = await expert.AskAsync(
            new Request { Task = ExpertTask.Classify, Inputs = [new TextInput("water under pump"), new ImageInput(Png), new SeriesInput(series)] }, Token);

        var classes = Assert.IsType<ClassProbabilities>(reply.Output);
        Assert.Equal(["normal", "leak", "crack"], classes.Labels);
        Assert.Equal([0.1, 0.8, 0.1], classes.Probabilities.ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(1 + (((1000 * 2) + (200 * 10)) / 1e6), reply.Cost, 1e-12);

        var (body, authorization) = Assert.Single(server.Received);
        Assert.Equal("Bearer " + Key, authorization);
        Assert.Equal(("vlm", 0.5, 77), (body.GetProperty("model").GetString(), body.GetProperty("temperature").GetDouble(), body.GetProperty("max_tokens").GetInt32()));
        var content = body.GetProperty("messages")[1].GetProperty("content");
        Assert.Equal("water under pump", content[0].GetProperty("text").GetString());
        Assert.Equal("data:image/png;base64," + Convert.ToBase64String(Png), content[1].GetProperty("image_url").GetProperty("url").GetString());
        Assert.Contains("flow (m3/h): mean 2", content[2].GetProperty("text").GetString());
        var schema = body.GetProperty("response_format").GetProperty("json_schema").GetProperty("schema");
        Assert.Equal(3, schema.GetProperty("properties").GetProperty("label").GetProperty("enum").GetArrayLength());
    }

    [Fact]
    public async Task AskAsync_Answer_IsTextWithItsFinish()
    {
        await using var server = await ChatServer.StartAsync((context, _) => ChatServer.Say(context, "reseal it", "length"));
        using var expert = Create(server.BaseUrl);
        var reply = await expert.AskAsync(new Request { Task = ExpertTask.Answer, Inputs = [new TextInput("what to do?")], Parameters = new RequestParameters { MaxTokens = 5 } }, Token);

        Assert.Equal(new GeneratedText("reseal it", FinishReason.Length).Text, ((GeneratedText)reply.Output).Text);
        Assert.Equal(FinishReason.Length, ((GeneratedText)reply.Output).Finish);
        Assert.Equal(5, server.Received.Single().Body.GetProperty("max_tokens").GetInt32());
    }

    [Theory]
    [InlineData(429, "0")]
    [InlineData(500, null)]
    [InlineData(503, "0")]
    public async Task AskAsync_EndpointBusyOnce_IsAskedAgain(int status, string? retryAfter)
    {
        await using var server = await ChatServer.StartAsync((context, number) =>
            number == 1 ? ChatServer.Refuse(context, status, "busy", retryAfter) : ChatServer.Say(context, """{"label":"crack","confidence":0.9}"""));
        using var expert = Create(server.BaseUrl);

        Assert.Equal("crack", ((ClassProbabilities)(await Classify(expert)).Output).Top().Label);
        Assert.Equal(2, server.Received.Count);
    }

    [Fact]
    public async Task AskAsync_RetryAfterLongerThanAllowed_IsNotWaitedFor()
    {
        await using var server = await ChatServer.StartAsync((context, _) => ChatServer.Refuse(context, 429, "slow down", "3600"));
        using var expert = Create(server.BaseUrl);

        Assert.Contains("3600 s", (await Assert.ThrowsAsync<UnavailableException>(() => Classify(expert))).Message);
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task AskAsync_Refused_SaysWhichVariableAndNeverTheKey()
    {
        await using var server = await ChatServer.StartAsync((context, _) => ChatServer.Refuse(context, 401, $"bad key {Key}"));
        using var expert = Create(server.BaseUrl);

        var e = await Assert.ThrowsAsync<ExpertFailedException>(() => Classify(expert));
        Assert.Contains(Variable, e.Message);
        Assert.DoesNotContain(Key, e.ToString());
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task AskAsync_KeyNotSet_NamesTheVariableAndSendsNothing()
    {
        await using var server = await ChatServer.StartAsync((context, _) => ChatServer.Say(context, ""));
        using var expert = Create(server.BaseUrl, options => options with { ApiKeyVariable = "IA_TEST_CHAT_KEY_NOT_SET" });

        Assert.Contains("IA_TEST_CHAT_KEY_NOT_SET", (await Assert.ThrowsAsync<ExpertFailedException>(() => Classify(expert))).Message);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task AskAsync_Slow_EndsAtTheAttemptsLimitOrTheDeadlineOrWhenCancelled()
    {
        await using var server = await ChatServer.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var expert = Create(server.BaseUrl, options => options with { TimeoutSeconds = 0.2, Retries = 0 });
        Assert.Contains("0.2 s", (await Assert.ThrowsAsync<UnavailableException>(() => Classify(expert))).Message);

        using var patient = Create(server.BaseUrl, options => options with { TimeoutSeconds = 60 });
        await Assert.ThrowsAsync<DeadlineExceededException>(() => Classify(patient, new RequestConstraints { Deadline = DateTimeOffset.UtcNow.AddSeconds(0.2) }));
        await Assert.ThrowsAsync<DeadlineExceededException>(() => Classify(patient, new RequestConstraints { Deadline = DateTimeOffset.UtcNow.AddSeconds(-1) }));
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        cancellation.CancelAfter(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patient.AskAsync(
            new Request { Task = ExpertTask.Classify, Inputs = [new TextInput("x")] }, cancellation.Token).AsTask());
    }

    [Fact]
    public async Task AskAsync_DeadEndpoint_IsLeftAlone()
    {
        await using var server = await ChatServer.StartAsync((context, _) => ChatServer.Refuse(context, 500));
        using var expert = Create(server.BaseUrl, options => options with { Retries = 0, BreakAfter = 2, BreakSeconds = 60 });
        await Assert.ThrowsAsync<UnavailableException>(() => Classify(expert));
        await Assert.ThrowsAsync<UnavailableException>(() => Classify(expert));

        Assert.Contains("left alone", (await Assert.ThrowsAsync<UnavailableException>(() => Classify(expert))).Message);
        Assert.Equal(2, server.Received.Count);
    }

    [Fact]
    public async Task AskAsync_ConnectionCut_IsUnavailable()
    {
        await using var server = await ChatServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{\"choices\"");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var expert = Create(server.BaseUrl, options => options with { Retries = 1 });

        await Assert.ThrowsAsync<UnavailableException>(() => Classify(expert));
        Assert.Equal(2, server.Received.Count);
    }

    [Theory]
    [InlineData("this is no JSON", "no JSON")]
    [InlineData("""{"label":"rust","confidence":0.9}""", "rust")]
    [InlineData("""{"label":"leak","confidence":7}""", "confidence")]
    [InlineData("""{"label":"leak"}""", "confidence")]
    [InlineData("[]", "no label")]
    public async Task AskAsync_AnswerIsNoChoice_SaysWhy(string content, string said)
    {
        await using var server = await ChatServer.StartAsync((context, _) => ChatServer.Say(context, content));
        using var expert = Create(server.BaseUrl);

        Assert.Contains(said, (await Assert.ThrowsAsync<ExpertFailedException>(() => Classify(expert))).Message);
        Assert.Single(server.Received);
    }

    [Theory]
    [InlineData("<html>", "no JSON")]
    [InlineData("{}", "choices[0]")]
    [InlineData("""{"choices":[{"message":{"content":null}}]}""", "choices[0]")]
    [InlineData("""{"choices":[5]}""", "choices[0]")]
    public async Task AskAsync_ReplyIsNotTheProtocol_SaysWhy(string body, string said)
    {
        await using var server = await ChatServer.StartAsync((context, _) => context.Response.WriteAsync(body));
        using var expert = Create(server.BaseUrl);

        Assert.Contains(said, (await Assert.ThrowsAsync<ExpertFailedException>(() => Classify(expert))).Message);
    }

    [Fact]
    public async Task AskAsync_HugeBody_IsNotReadToItsEnd()
    {
        await using var server = await ChatServer.StartAsync((context, _) => ChatServer.Say(context, new string('x', 1 << 20)));
        using var expert = Create(server.BaseUrl, options => options with { MaxResponseBytes = 4096 });

        Assert.Contains("4096", (await Assert.ThrowsAsync<ExpertFailedException>(() => Classify(expert))).Message);
    }

    [Fact]
    public async Task AskAsync_InputThatCannotBeSent_NamesIt()
    {
        using var expert = Create("http://127.0.0.1:9/v1");
        var e = await Assert.ThrowsAsync<InvalidRequestException>(() => expert.AskAsync(
            new Request { Task = ExpertTask.Classify, Inputs = [new TextInput("x"), new ImageInput(new byte[4])] }, Token).AsTask());
        Assert.Equal("inputs[1].data", e.Field);
        e = await Assert.ThrowsAsync<InvalidRequestException>(() => expert.AskAsync(new Request { Task = ExpertTask.Forecast, Inputs = [new TextInput("x")] }, Token).AsTask());
        Assert.Equal("task", e.Field);
    }

    [Theory]
    [InlineData("ftp://x", "baseUrl")]
    [InlineData("http://llm.plant.example/v1", "allowInsecureKey")]
    [InlineData("https://user:secret@llm.plant.example/v1", "baseUrl")]
    public void Create_WrongAddress_NamesTheOption(string url, string said) => Assert.Contains(said, Assert.Throws<InvalidManifestException>(() => Create(url)).Message);

    [Fact]
    public void Create_WrongOptionOrManifest_NamesIt()
    {
        const string Url = "https://llm.plant.example/v1";
        Assert.Contains("model", Assert.Throws<InvalidManifestException>(() => Create(Url, options => options with { Model = "" })).Message);
        Assert.Contains("temperature", Assert.Throws<InvalidManifestException>(() => Create(Url, options => options with { Temperature = 3 })).Message);
        Assert.Contains("labels", Assert.Throws<InvalidManifestException>(() => Create(Url, labels: [])).Message);
        Assert.Contains("Forecast", Assert.Throws<InvalidManifestException>(() => Create(Url, tasks: [ExpertTask.Forecast])).Message);
    }

    private static Task<ExpertReply> Classify(ChatExpert expert, RequestConstraints? constraints = null) => expert.AskAsync(
        new Request { Task = ExpertTask.Classify, Inputs = [new TextInput("water under pump")], Constraints = constraints ?? RequestConstraints.None }, Token).AsTask();
}
