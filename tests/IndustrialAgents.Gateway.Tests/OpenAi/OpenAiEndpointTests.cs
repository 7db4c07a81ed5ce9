using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using IndustrialAgents.Gateway.Tests.Fakes;

namespace IndustrialAgents.Gateway.Tests.OpenAi;

public sealed class OpenAiEndpointTests
{
    private const string Hello = """{"model":"MODEL","messages":[{"role":"system","content":"be brief"},{"role":"user","content":"what to do?"}]EXTRA}""";

    private readonly TextDirectory _experts = new();

    [Fact]
    public async Task Models_AreTheExpertsThatWriteOrEmbed()
    {
        await using var gateway = await StartAsync();
        var (_, body) = await gateway.GetAsync("/v1/models");
        Assert.Equal(["auto", "embedder@1", "writer@1"], JsonNode.Parse(body)!["data"]!.AsArray().Select(model => model!["id"]!.GetValue<string>()));
        Assert.Equal("model", JsonNode.Parse((await gateway.GetAsync("/v1/models/writer")).Body)!["object"]!.GetValue<string>());
        await AssertErrorAsync(await gateway.GetAsync("/v1/models/silent"), HttpStatusCode.NotFound, "invalid_request_error", null, "model_not_found");
    }

    [Fact]
    public async Task Chat_Auto_IsTheRoutersAnswer()
    {
        await using var gateway = await StartAsync();
        gateway.Router.Answer = (request, _) => Task.FromResult(Say(request, "reseal it"));
        var (status, body) = await gateway.PostAsync("/v1/chat/completions", Chat("auto", ""","max_tokens":7,"temperature":0.5,"stop":"\n","metadata":{"asset":"acme/west/p1"}"""));
        Assert.True(status == HttpStatusCode.OK, body);
        var completion = JsonNode.Parse(body)!;
        Assert.Equal(("chatcmpl-d1", "chat.completion", "auto", "d1"), (Text(completion["id"]), Text(completion["object"]), Text(completion["model"]), Text(completion["decision_id"])));
        var choice = completion["choices"]![0]!;
        Assert.Equal(("assistant", "reseal it", "stop"), (Text(choice["message"]!["role"]), Text(choice["message"]!["content"]), Text(choice["finish_reason"])));
        Assert.Equal((4, 2, 6), (Number(completion["usage"]!["prompt_tokens"]), Number(completion["usage"]!["completion_tokens"]), Number(completion["usage"]!["total_tokens"])));

        var request = gateway.Router.Last!;
        Assert.Equal(ExpertTask.Generate, request.Task);
        Assert.Equal([(ChatRole.System, "be brief"), (ChatRole.User, "what to do?")], request.Inputs.Cast<TextInput>().Select(input => (input.Role!.Value, input.Text)));
        Assert.Equal((7, 0.5, "acme/west/p1"), (request.Parameters.MaxTokens!.Value, request.Parameters.Sampling!.Temperature!.Value, request.Asset!.Value.ToString()));
        Assert.Equal(["\n"], request.Parameters.Sampling.Stop);
        Assert.Empty(request.Constraints.Experts);
    }

    [Fact]
    public async Task Chat_NamedExpert_IsTheOnlyOneAsked()
    {
        await using var gateway = await StartAsync();
        gateway.Router.Answer = (request, _) => Task.FromResult(Say(request, "ok") with { Abstention = "too uncertain" });
        var message = JsonNode.Parse((await gateway.PostAsync("/v1/chat/completions", Chat("writer", ""","metadata":{"task":"plan"}"""))).Body)!["choices"]![0]!["message"]!;
        Assert.Null(message["content"]);
        Assert.Equal("too uncertain", Text(message["refusal"]));
        Assert.Equal(["writer"], gateway.Router.Last!.Constraints.Experts);
        Assert.Equal(ExpertTask.Plan, gateway.Router.Last.Task);
        Assert.Null(gateway.Router.Last.Parameters.Sampling);
    }

    [Fact]
    public async Task Chat_PartsWithAPicture_AreInputs()
    {
        await using var gateway = await StartAsync();
        gateway.Router.Answer = (request, _) => Task.FromResult(Say(request, "a leak"));
        var (status, body) = await gateway.PostAsync("/v1/chat/completions", """
            {"model":"auto","response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"}}},"messages":[{"role":"user","content":[{"type":"text","text":"what is it?"},
             {"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]}]}
            """);
        Assert.True(status == HttpStatusCode.OK, body);
        Assert.Equal([1, 2, 3], Assert.IsType<ImageInput>(gateway.Router.Last!.Inputs[1]).Data.ToArray());
        Assert.Equal("""{"type":"object"}""", gateway.Router.Last.Parameters.Sampling!.JsonSchema);
        await gateway.PostAsync("/v1/chat/completions", Chat("writer", ""","response_format":{"type":"json_object"}"""));
        Assert.Equal(SamplingParameters.AnyJsonObject, gateway.Router.Last.Parameters.Sampling!.JsonSchema);
    }

    [Fact]
    public async Task Chat_StreamOfANamedExpert_SendsItsPieces()
    {
        await using var gateway = await StartAsync();
        var events = await StreamAsync(gateway, Chat("writer", ""","stream":true,"stream_options":{"include_usage":true}"""));
        Assert.Equal("[DONE]", events[^1]);
        var chunks = events.SkipLast(1).Select(data => JsonNode.Parse(data)!).ToArray();
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", Text(chunk["object"])));
        Assert.Equal("assistant", Text(chunks[0]["choices"]![0]!["delta"]!["role"]));
        Assert.Equal(["reseal", " the", " pump"], chunks.Take(3).Select(chunk => Text(chunk["choices"]![0]!["delta"]!["content"])));
        Assert.Equal("length", Text(chunks[3]["choices"]![0]!["finish_reason"]));
        Assert.Equal((5, 3), (Number(chunks[4]["usage"]!["prompt_tokens"]), Number(chunks[4]["usage"]!["completion_tokens"])));
        Assert.Null(gateway.Router.Last);
        Assert.Equal(ExpertTask.Generate, _experts.Writer.Last!.Task);
    }

    [Fact]
    public async Task Chat_StreamOfAuto_SendsTheAnswerInOnePiece()
    {
        await using var gateway = await StartAsync();
        gateway.Router.Answer = (request, _) => Task.FromResult(Say(request, "reseal it"));
        var events = await StreamAsync(gateway, Chat("auto", ""","stream":true"""));
        Assert.Equal(3, events.Count);
        Assert.Equal("reseal it", Text(JsonNode.Parse(events[0])!["choices"]![0]!["delta"]!["content"]));
        Assert.Equal("stop", Text(JsonNode.Parse(events[1])!["choices"]![0]!["finish_reason"]));
    }

    [Fact]
    public async Task Chat_StreamThatBreaks_EndsWithTheError()
    {
        await using var gateway = await StartAsync();
        _experts.Writer.FailsAt = 2;
        var events = await StreamAsync(gateway, Chat("writer", ""","stream":true"""));
        Assert.Equal("server_error", Text(JsonNode.Parse(events[^1])!["error"]!["type"]));
        _experts.Writer.FailsAt = 0;
        await AssertErrorAsync(await gateway.PostAsync("/v1/chat/completions", Chat("writer", ""","stream":true""")), HttpStatusCode.InternalServerError, "server_error", null, null);
    }

    [Theory]
    [InlineData("""{}""", "messages")]
    [InlineData("""[]""", "body")]
    [InlineData("""{"messages":[]}""", "model")]
    [InlineData("""{"model":"auto","messages":[]}""", "inputs")]
    [InlineData("""{"model":"auto","messages":{}}""", "messages")]
    [InlineData("""{"model":"auto","messages":[{"role":"robot","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"auto","messages":[{"role":"user"}]}""", "messages[0].content")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":[{"type":"video"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://x/a.png"}}]}]}""", "messages[0].content[0].image_url.url")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,%%"}}]}]}""", "messages[0].content[0].image_url.url")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"x"}],"n":2}""", "n")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"x"}],"tools":[{}]}""", "tools")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"x"}],"max_tokens":0}""", "max_tokens")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"x"}],"temperature":"hot"}""", "temperature")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"x"}],"temperature":-1}""", "parameters.sampling.temperature")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"x"}],"presence_penalty":1}""", "presence_penalty")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"x"}],"response_format":{"type":"xml"}}""", "response_format.type")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"x"}],"metadata":{"task":"cook"}}""", "metadata.task")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"x"}],"metadata":{"asset":"//"}}""", "metadata.asset")]
    [InlineData("""{"model":"embedder","messages":[{"role":"user","content":"x"}]}""", "model")]
    public async Task Chat_WrongField_IsNamedInTheirForm(string json, string field)
    {
        await using var gateway = await StartAsync();
        await AssertErrorAsync(await gateway.PostAsync("/v1/chat/completions", json), HttpStatusCode.BadRequest, "invalid_request_error", field, null);
    }

    [Fact]
    public async Task AnyPath_OtherErrors_AreInTheirForm()
    {
        await using var gateway = await StartAsync(new GatewayOptions { Port = 0, ApiKey = "0123456789abcdef0123456789abcdef" });
        await AssertErrorAsync(await gateway.GetAsync("/v1/models"), HttpStatusCode.Unauthorized, "authentication_error", null, "invalid_api_key");
        gateway.Client.DefaultRequestHeaders.Authorization = new("Bearer", "0123456789abcdef0123456789abcdef");
        await AssertErrorAsync(await gateway.PostAsync("/v1/chat/completions", Chat("unknown", "")), HttpStatusCode.NotFound, "invalid_request_error", null, "model_not_found");
        gateway.Router.Answer = (_, _) => throw new OverloadedException("router", 5);
        await AssertErrorAsync(await gateway.PostAsync("/v1/chat/completions", Chat("auto", "")), HttpStatusCode.TooManyRequests, "rate_limit_error", null, "rate_limit_exceeded");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await gateway.PostAsync("/v1/embeddings", "{}", "text/plain")).Status);
    }

    [Theory]
    [InlineData("embedder")]
    [InlineData("auto")]
    public async Task Embeddings_Texts_AreVectorsInTheirOrder(string model)
    {
        await using var gateway = await StartAsync();
        var body = JsonNode.Parse((await gateway.PostAsync("/v1/embeddings", $$"""{"model":"{{model}}","input":["pump","seals"]}""")).Body)!;
        Assert.Equal([4, 0.5f], body["data"]![0]!["embedding"]!.AsArray().Select(value => value!.GetValue<float>()));
        Assert.Equal(5, body["data"]![1]!["embedding"]![0]!.GetValue<float>());
        Assert.Equal(model == "auto" ? "embedder@1" : model, Text(body["model"]));
        var packed = JsonNode.Parse((await gateway.PostAsync("/v1/embeddings", $$"""{"model":"{{model}}","input":"pump","encoding_format":"base64","dimensions":2}""")).Body)!;
        Assert.Equal([4, 0.5f], MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(Text(packed["data"]![0]!["embedding"])!)).ToArray());
    }

    [Theory]
    [InlineData("""{"model":"embedder"}""", "input")]
    [InlineData("""{"model":"embedder","input":[]}""", "input")]
    [InlineData("""{"model":"embedder","input":[[1,2]]}""", "input[0]")]
    [InlineData("""{"model":"embedder","input":"a","encoding_format":"hex"}""", "encoding_format")]
    [InlineData("""{"model":"embedder","input":"a","dimensions":3}""", "dimensions")]
    [InlineData("""{"input":"a"}""", "model")]
    [InlineData("""{"model":"writer","input":"a"}""", "model")]
    public async Task Embeddings_WrongField_IsNamed(string json, string field)
    {
        await using var gateway = await StartAsync();
        await AssertErrorAsync(await gateway.PostAsync("/v1/embeddings", json), HttpStatusCode.BadRequest, "invalid_request_error", field, null);
    }

    private static string Chat(string model, string extra) => Hello.Replace("MODEL", model, StringComparison.Ordinal).Replace("EXTRA", extra, StringComparison.Ordinal);

    private static Answer Say(Request request, string text) => new()
    {
        DecisionId = "d1",
        Task = request.Task,
        Output = new GeneratedText(text, FinishReason.Stop) { TokenIds = [1, 2], PromptTokens = 4 },
        Confidence = 0.9,
        Contributions = [],
    };

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private static int Number(JsonNode? node) => node!.GetValue<int>();

    private static async Task<IReadOnlyList<string>> StreamAsync(RunningGateway gateway, string json)
    {
        var (status, body) = await gateway.PostAsync("/v1/chat/completions", json);
        Assert.True(status == HttpStatusCode.OK, body);
        return [.. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line["data: ".Length..])];
    }

    private static Task AssertErrorAsync((HttpStatusCode Status, string Body) reply, HttpStatusCode status, string type, string? field, string? code)
    {
        Assert.True(reply.Status == status, reply.Body);
        var error = JsonNode.Parse(reply.Body)!["error"]!;
        Assert.NotEmpty(Text(error["message"])!);
        Assert.Equal((type, field, code), (Text(error["type"]), Text(error["param"]), Text(error["code"])));
        return Task.CompletedTask;
    }

    private Task<RunningGateway> StartAsync(GatewayOptions? options = null) => RunningGateway.StartAsync(_experts, options);
}
