using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using IndustrialAgents.Gateway.Limits;
using IndustrialAgents.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace IndustrialAgents.Gateway.Tests;

public sealed class LimitTests
{
    private const string Good = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";
    private const string Key = "0123456789abcdef";

    [Fact]
    public async Task Post_BodyBeyondTheLimit_Is413InEachProtocolsForm()
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, 1), new GatewayOptions { Port = 0, MaxBodyBytes = 1000 });
        var large = new string(' ', 1001);
        var (status, body) = await gateway.InferAsync(large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.NotNull(JsonNode.Parse(body)!["error"]);
        (status, body) = await gateway.PostAsync("/v1/ask", large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal(413, JsonNode.Parse(body)!["status"]!.GetValue<int>());
        Assert.Equal(HttpStatusCode.OK, (await gateway.InferAsync(Good)).Status);
    }

    [Fact]
    public async Task Post_ChunkedBodyBeyondTheLimit_Is413()
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, 1), new GatewayOptions { Port = 0, MaxBodyBytes = 1000 });
        var response = await ExchangeAsync(
            gateway, $"POST /v2/models/m/infer HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{2000:x}\r\n{new string(' ', 2000)}\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ChunkedBodyInManyPieces_IsReadWhole()
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, -1));
        var json = $$"""{"inputs":[{"name":"x","shape":[20000],"datatype":"FP32","data":[{{string.Join(',', Enumerable.Range(0, 20000))}}]}]}""";
        var chunks = string.Concat(json.Chunk(1000).Select(piece => $"{piece.Length:x}\r\n{new string(piece)}\r\n"));
        var response = await ExchangeAsync(
            gateway, $"POST /v2/models/m/infer HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{chunks}0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", response, StringComparison.Ordinal);
        Assert.EndsWith(",19999]}]}", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_HeadersBeyondTheLimit_Is431()
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, 1), new GatewayOptions { Port = 0, MaxHeaderBytes = 2000 });
        var response = await ExchangeAsync(gateway, $"GET /v2 HTTP/1.1\r\nHost: a\r\nX-Long: {new string('a', 3000)}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 431", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_QueueFull_Is503WithRetryAfterAndProbesPass()
    {
        var release = new TaskCompletionSource();
        var model = Waiting(release.Task);
        await using var gateway = await RunningGateway.StartAsync(model, new GatewayOptions { Port = 0, MaxConcurrentRequests = 1, MaxQueuedRequests = 1 });
        var admission = gateway.App.Services.GetRequiredService<Admission>();
        var running = gateway.InferAsync(Good);
        var waiting = gateway.InferAsync(Good);
        await UntilAsync(() => admission.Waiting == 1);
        using var content = new StringContent(Good, Encoding.UTF8, "application/json");
        using var refused = await gateway.Client.PostAsync(new Uri("/v2/models/m/infer", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("/v2/health/ready")).Status);
        release.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await running).Status);
        Assert.Equal(HttpStatusCode.OK, (await waiting).Status);
    }

    [Fact]
    public async Task Post_LongerThanTheTimeout_Is504()
    {
        var model = Waiting(new TaskCompletionSource().Task);
        await using var gateway = await RunningGateway.StartAsync(model, new GatewayOptions { Port = 0, RequestTimeout = TimeSpan.FromMilliseconds(50) });
        var (status, body) = await gateway.InferAsync(Good);
        Assert.Equal(HttpStatusCode.GatewayTimeout, status);
        Assert.Contains("00:00:00.05", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ClientLeaves_RunIsCancelledAndTurnFreed()
    {
        var cancelled = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var first = true;
        var model = new FakeModel(ElementType.Float32, 1);
        var echo = model.Run;
        model.Run = async (inputs, token) =>
        {
            if (!first)
            {
                return await echo(inputs, token);
            }

            first = false;
            started.SetResult();
            using var registration = token.Register(() => cancelled.SetResult());
            await cancelled.Task;
            token.ThrowIfCancellationRequested();
            return null!;
        };
        await using var gateway = await RunningGateway.StartAsync(model, new GatewayOptions { Port = 0, MaxConcurrentRequests = 1 });
        using (var socket = await ConnectAsync(gateway))
        {
            await socket.SendAsync(
                Encoding.ASCII.GetBytes($"POST /v2/models/m/infer HTTP/1.1\r\nHost: a\r\nContent-Length: {Good.Length}\r\n\r\n{Good}"), TestContext.Current.CancellationToken);
            await started.Task;
        }

        await cancelled.Task;
        Assert.Equal(HttpStatusCode.OK, (await gateway.InferAsync(Good)).Status);
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", Key, HttpStatusCode.OK)]
    [InlineData("X-Api-Key", "0123456789abcdeg", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Bearer " + Key, HttpStatusCode.OK)]
    [InlineData("Authorization", "bearer " + Key, HttpStatusCode.OK)]
    [InlineData("Authorization", "Bearer " + Key + "x", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Basic " + Key, HttpStatusCode.Unauthorized)]
    public async Task Get_WithKeyRequired_NeedsTheKeyExceptForProbes(string? header, string? value, HttpStatusCode expected)
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, 1), new GatewayOptions { Port = 0, ApiKey = Key });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/experts", UriKind.Relative));
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        using var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Unauthorized, response.Headers.WwwAuthenticate.Count > 0);
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("/v2/health/live")).Status);
    }

    private static FakeModel Waiting(Task release)
    {
        var model = new FakeModel(ElementType.Float32, 1);
        var echo = model.Run;
        model.Run = async (inputs, token) =>
        {
            await release.WaitAsync(token);
            return await echo(inputs, token);
        };
        return model;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<Socket> ConnectAsync(RunningGateway gateway)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, gateway.Address.Port, TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> ExchangeAsync(RunningGateway gateway, string request)
    {
        using var socket = await ConnectAsync(gateway);
        using var stream = new NetworkStream(socket);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
