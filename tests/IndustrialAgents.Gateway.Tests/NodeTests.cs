using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IndustrialAgents.Experts;
using IndustrialAgents.Hosting;
using IndustrialAgents.Onnx.Graphs;
using Microsoft.Extensions.Logging.Abstractions;

namespace IndustrialAgents.Gateway.Tests;

/// <summary>The gateway over a real node: manifest, model, runtime and SQLite.</summary>
public sealed class NodeTests : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("gateway-").FullName;
    private EmbeddedNode? _node;
    private Microsoft.AspNetCore.Builder.WebApplication? _app;
    private HttpClient? _client;

    public async ValueTask InitializeAsync()
    {
        var experts = Path.Combine(_home, "experts");
        new FittedExpert(
            new Manifest
            {
                Name = "mlp",
                Version = "1",
                Modality = Modality.Tensor,
                Tasks = [ExpertTask.Regress],
                Inputs = [new ManifestInput { Kind = Modality.Tensor, Preprocess = new ManifestStep { Use = "tensor" } }],
                Output = new ManifestStep { Use = "tensors" },
            },
            Mlp.Create([4, 8, 2], seed: 1).ToBytes()).Save(Path.Combine(experts, "mlp"));
        _node = await EmbeddedNode.StartAsync(
            new NodeOptions { DataFolder = _home, ExpertFolders = [experts] }, NullLoggerFactory.Instance, TimeProvider.System, TestContext.Current.CancellationToken);
        _app = GatewayApp.Create(_node, new GatewayOptions { Port = 0 });
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Infer_OneRowOrSeveral_GivesTheSameRows()
    {
        var together = await InferAsync("[3,4]", "[[1,2,3,4],[0.5,0,0,0],[-1,-2,-3,-4]]");
        var first = await InferAsync("[1,4]", "[1,2,3,4]");
        Assert.Equal([3, 2], together["shape"]!.AsArray().Select(n => n!.GetValue<int>()));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(first["data"]![i]!.GetValue<float>(), together["data"]![i]!.GetValue<float>(), 1e-5f);
        }
    }

    [Fact]
    public async Task Infer_ManyAtOnce_GivesEachItsOwnRow()
    {
        var alone = new JsonNode[16];
        for (var i = 0; i < alone.Length; i++)
        {
            alone[i] = await InferAsync("[1,4]", $"[{i},1,2,3]");
        }

        var together = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => InferAsync("[1,4]", $"[{i % 16},1,2,3]")));
        for (var i = 0; i < together.Length; i++)
        {
            Assert.Equal(alone[i % 16]["data"]![0]!.GetValue<float>(), together[i]["data"]![0]!.GetValue<float>(), 1e-4f);
        }
    }

    [Fact]
    public async Task Infer_ZeroRows_IsAnsweredOrRefusedButNotAFault()
    {
        using var content = new StringContent("""{"inputs":[{"name":"x","shape":[0,4],"datatype":"FP32","data":[]}]}""", Encoding.UTF8, "application/json");
        using var response = await _client!.PostAsync(new Uri("/v2/models/mlp/infer", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AskThenFeedback_OverHttp_IsStoredAndFound()
    {
        var data = Convert.ToBase64String(new byte[16]);
        var answer = await PostAsync(
            "/v1/ask", $$$"""{"task":"regress","inputs":[{"kind":"tensor","tensor":{"type":"float32","shape":[1,4],"data":"{{{data}}}"}}]}""");
        Assert.Equal("mlp@1", answer["contributions"]![0]!["expert"]!.GetValue<string>());
        var id = answer["decisionId"]!.GetValue<string>();
        await PostAsync("/v1/feedback", $$"""{"decisionId":"{{id}}","correct":true}""");
        var decision = JsonNode.Parse(await _client!.GetStringAsync(new Uri($"/v1/decisions/{id}", UriKind.Relative), TestContext.Current.CancellationToken))!;
        Assert.True(decision["feedback"]![0]!["correct"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Model_Metadata_IsTheModels()
    {
        var model = JsonNode.Parse(await _client!.GetStringAsync(new Uri("/v2/models/mlp", UriKind.Relative), TestContext.Current.CancellationToken))!;
        Assert.Equal("[-1,4]", model["inputs"]![0]!["shape"]!.ToJsonString());
        Assert.Equal("FP32", model["outputs"]![0]!["datatype"]!.GetValue<string>());
    }

    private async Task<JsonNode> InferAsync(string shape, string data) =>
        (await PostAsync("/v2/models/mlp/infer", $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"FP32","data":{{data}}}]}"""))["outputs"]![0]!;

    private async Task<JsonNode> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _client!.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!;
    }
}
