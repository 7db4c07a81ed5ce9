using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using IndustrialAgents.Gateway.Tests.Fakes;

namespace IndustrialAgents.Gateway.Tests.Inference;

public sealed class BinaryInferTests
{
    [Fact]
    public async Task Infer_BinaryBothWays_RoundTripsBits()
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, -1, 2));
        var data = MemoryMarshal.AsBytes<float>([1, -0f, 1e-45f, float.MaxValue]).ToArray();
        var (status, header, body) = await SendAsync(
            gateway,
            """{"inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","parameters":{"binary_data_size":16}}],"outputs":[{"name":"y","parameters":{"binary_data":true}}]}""",
            data);
        Assert.Equal(HttpStatusCode.OK, status);
        var output = JsonNode.Parse(body.AsSpan(0, header))!["outputs"]![0]!;
        Assert.Equal(16, output["parameters"]!["binary_data_size"]!.GetValue<int>());
        Assert.Equal(data, body[header..]);
    }

    [Fact]
    public async Task Infer_BinaryOutputsByDefaultAndOneAsJson_FollowsEachOutput()
    {
        var model = new FakeModel(ElementType.Int64, 1)
        {
            Outputs = [new("y", ElementType.Int64, [1]), new("s", ElementType.String, [2])],
            Run = (inputs, _) => Task.FromResult<IReadOnlyDictionary<string, Tensor>>(
                new Dictionary<string, Tensor> { ["y"] = inputs["x"], ["s"] = Tensor.Create(new[] { "é", "" }, new TensorShape(2)) }),
        };
        await using var gateway = await RunningGateway.StartAsync(model);
        var (status, header, body) = await SendAsync(
            gateway,
            """{"parameters":{"binary_data_output":true},"inputs":[{"name":"x","shape":[1],"datatype":"INT64","data":[7]}],"outputs":[{"name":"s"},{"name":"y","parameters":{"binary_data":false}}]}""",
            []);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("[7]", JsonNode.Parse(body.AsSpan(0, header))!["outputs"]![1]!["data"]!.ToJsonString());
        Assert.Equal([2, 0, 0, 0, 0xc3, 0xa9, 0, 0, 0, 0], body[header..]);
    }

    [Fact]
    public async Task Infer_BinaryStringsAfterOddBytes_ReadsAllInputsInOrder()
    {
        Dictionary<string, Tensor>? seen = null;
        var model = new FakeModel(ElementType.Bool, 3)
        {
            Inputs = [new("b", ElementType.Bool, [3]), new("f", ElementType.Float64, [1]), new("s", ElementType.String, [2])],
            Run = (inputs, _) =>
            {
                seen = inputs.ToDictionary(pair => pair.Key, pair => pair.Value.ElementType == ElementType.String
                    ? pair.Value : Tensor.Wrap(pair.Value.ElementType, pair.Value.Shape, pair.Value.Bytes.ToArray()));
                return Task.FromResult<IReadOnlyDictionary<string, Tensor>>(new Dictionary<string, Tensor> { ["y"] = inputs["b"] });
            },
        };
        await using var gateway = await RunningGateway.StartAsync(model);
        byte[] data = [1, 0, 1, .. BitConverter.GetBytes(Math.PI), 1, 0, 0, 0, (byte)'a', 0, 0, 0, 0];
        var (status, _, body) = await SendAsync(
            gateway,
            """{"inputs":[{"name":"b","shape":[3],"datatype":"BOOL","parameters":{"binary_data_size":3}},{"name":"f","shape":[1],"datatype":"FP64","parameters":{"binary_data_size":8}},{"name":"s","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":9}}]}""",
            data);
        Assert.True(status == HttpStatusCode.OK, Encoding.UTF8.GetString(body));
        Assert.Equal(Math.PI, seen!["f"].AsSpan<double>()[0]);
        Assert.Equal(["a", ""], seen["s"].Strings.ToArray());
        Assert.Contains("[true,false,true]", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FP32", ElementType.Float32, "[2]", 8, 7, "binary_data_size: 8 bytes")]
    [InlineData("FP32", ElementType.Float32, "[2]", 8, 9, "1 bytes of binary data behind")]
    [InlineData("FP32", ElementType.Float32, "[3]", 8, 8, "8 bytes; FP32 [3] takes 12")]
    [InlineData("INT64", ElementType.Int64, "[4611686018427387904]", 8, 8, "takes 36893488147419103232")]
    [InlineData("BYTES", ElementType.String, "[3]", 8, 8, "too few for the 3 strings")]
    [InlineData("BYTES", ElementType.String, "[1]", 8, 8, "behind its last string")]
    public async Task Infer_BinaryOfWrongSize_IsRefused(string name, ElementType type, string shape, int claimed, int sent, string expected)
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(type, -1));
        var (status, _, body) = await SendAsync(
            gateway,
            $$$"""{"inputs":[{"name":"x","shape":{{{shape}}},"datatype":"{{{name}}}","parameters":{"binary_data_size":{{{claimed}}}}}]}""",
            new byte[sent]);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, JsonNode.Parse(body)!["error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FP32", ElementType.Float32, "0000c07f", "not a finite number")]
    [InlineData("FP16", ElementType.Float16, "007c", "not a finite number")]
    [InlineData("BF16", ElementType.BFloat16, "807f", "not a finite number")]
    [InlineData("FP64", ElementType.Float64, "000000000000f07f", "not a finite number")]
    [InlineData("BOOL", ElementType.Bool, "02", "neither 0 nor 1")]
    [InlineData("BYTES", ElementType.String, "01000000ff", "not UTF-8")]
    [InlineData("BYTES", ElementType.String, "ffffffff", "string 0 has 4294967295 bytes")]
    public async Task Infer_BinaryWithBadValues_IsRefused(string name, ElementType type, string hex, string expected)
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(type, -1));
        var data = Convert.FromHexString(hex);
        var (status, _, body) = await SendAsync(
            gateway,
            $$$"""{"inputs":[{"name":"x","shape":[1],"datatype":"{{{name}}}","parameters":{"binary_data_size":{{{data.Length}}}}}]}""",
            data);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, JsonNode.Parse(body)!["error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("999999")]
    [InlineData("99999999999999999999")]
    public async Task Infer_BadHeaderLength_IsRefused(string header)
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, -1));
        var (status, _, body) = await SendAsync(gateway, """{"inputs":[]}""", [], header);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("Inference-Header-Content-Length", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    internal static async Task<(HttpStatusCode Status, int Header, byte[] Body)> SendAsync(RunningGateway gateway, string json, byte[] data, string? header = null)
    {
        var head = Encoding.UTF8.GetBytes(json);
        using var content = new ByteArrayContent([.. head, .. data]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.TryAddWithoutValidation("Inference-Header-Content-Length", header ?? head.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var response = await gateway.Client.PostAsync(new Uri("/v2/models/m/infer", UriKind.Relative), content, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var length = response.Headers.TryGetValues("Inference-Header-Content-Length", out var values)
            ? int.Parse(values.Single(), System.Globalization.CultureInfo.InvariantCulture)
            : -1;
        return (response.StatusCode, length, body);
    }
}
