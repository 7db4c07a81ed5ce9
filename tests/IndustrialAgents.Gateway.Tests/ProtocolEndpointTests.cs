using System.Net;
using System.Text.Json.Nodes;
using IndustrialAgents.Gateway.Tests.Fakes;

namespace IndustrialAgents.Gateway.Tests;

public sealed class ProtocolEndpointTests
{
    [Fact]
    public async Task Server_Metadata_NamesTheBinaryExtension()
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, -1, 2));
        var (status, body) = await gateway.GetAsync("/v2");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("binary_tensor_data", JsonNode.Parse(body)!["extensions"]![0]!.GetValue<string>());
        Assert.False(string.IsNullOrEmpty(JsonNode.Parse(body)!["version"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("/v2/health/live", """{"live":true}""")]
    [InlineData("/v2/health/ready", """{"ready":true}""")]
    [InlineData("/v2/models/m/ready", """{"name":"m","ready":true}""")]
    [InlineData("/v2/models/m/versions/1/ready", """{"name":"m","ready":true}""")]
    public async Task Health_OfAReadyServer_IsOk(string path, string expected)
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, -1, 2));
        var (status, body) = await gateway.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(expected, body);
    }

    [Fact]
    public async Task Model_Metadata_ListsVersionsInputsAndOutputs()
    {
        var models = new FakeModels(("m", "1", new FakeModel(ElementType.Float32, -1, 2)), ("m", "2", new FakeModel(ElementType.String, -1)));
        await using var gateway = await RunningGateway.StartAsync(models);
        Assert.Equal(
            """{"name":"m","versions":["1","2"],"platform":"onnx_onnxruntime","inputs":[{"name":"x","datatype":"BYTES","shape":[-1]}],"outputs":[{"name":"y","datatype":"BYTES","shape":[-1]}]}""",
            (await gateway.GetAsync("/v2/models/m")).Body);
        Assert.Contains("\"FP32\"", (await gateway.GetAsync("/v2/models/m/versions/1")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v2/models/q")]
    [InlineData("/v2/models/q/ready")]
    [InlineData("/v2/models/m/versions/9")]
    [InlineData("/v2/other")]
    public async Task Get_Unknown_IsNotFoundInTheProtocolsForm(string path)
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, -1, 2));
        var (status, body) = await gateway.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.NotNull(JsonNode.Parse(body)!["error"]);
    }

    [Fact]
    public async Task ModelReady_ModelRested_IsUnavailable()
    {
        await using var gateway = await RunningGateway.StartAsync(new RestedModels());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"name":"m","ready":false}"""), await gateway.GetAsync("/v2/models/m/ready"));
    }

    [Fact]
    public async Task Get_Infer_IsNotAllowed()
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, -1, 2));
        var (status, body) = await gateway.GetAsync("/v2/models/m/infer");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, status);
        Assert.NotNull(JsonNode.Parse(body)!["error"]);
    }

    [Fact]
    public async Task OpenApi_Document_DescribesEveryEndpoint()
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, -1, 2));
        var (status, body) = await gateway.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, status);
        var paths = JsonNode.Parse(body)!["paths"]!.AsObject().Select(pair => pair.Key);
        Assert.Superset(
            new HashSet<string>
            {
                "/v1/ask", "/v1/feedback", "/v1/experts", "/v1/experts/{name}", "/v1/decisions/{id}", "/v2", "/v2/health/live", "/v2/health/ready",
                "/v2/models/{name}", "/v2/models/{name}/infer", "/v2/models/{name}/versions/{version}/infer", "/v2/models/{name}/ready",
            },
            paths.ToHashSet());
        Assert.NotNull(JsonNode.Parse(body)!["paths"]!["/v1/ask"]!["post"]!["requestBody"]!["content"]!["application/json"]);
        Assert.NotNull(JsonNode.Parse(body)!["components"]!["schemas"]!["Answer"]);
    }

    private sealed class RestedModels : IModelDirectory
    {
        public ServedModel? Find(string name, string? version) => new(new ExpertId("m", "1"), new FakeModel(ElementType.Float32, 1), ExpertHealth.Failing);

        public IReadOnlyList<string> Versions(string name) => ["1"];
    }
}
