using System.Net;
using System.Text.Json.Nodes;
using IndustrialAgents.Gateway.Tests.Fakes;

namespace IndustrialAgents.Gateway.Tests.Inference;

public sealed class InferTests
{
    private const string Good = """{"id":"42","inputs":[{"name":"x","shape":[2,2],"datatype":"FP32","data":[1,2.5,-3e-2,4]}]}""";

    [Fact]
    public async Task Infer_FlatData_ReturnsOutputsWithIdNameAndVersion()
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, -1, 2));
        var (status, body) = await gateway.InferAsync(Good);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """{"model_name":"m","model_version":"1","id":"42","outputs":[{"name":"y","datatype":"FP32","shape":[2,2],"data":[1,2.5,-0.03,4]}]}""", body);
    }

    [Theory]
    [InlineData("""{"inputs":[{"data":[[1,2],[3,4]],"name":"x","datatype":"FP32","shape":[2,2]}]}""")]
    [InlineData("""{"inputs":[{"shape":[2,2],"datatype":"FP32","data":[ [1 , 2] , [3,4]  ] ,"name":"x"}],"outputs":[{"name":"y"}]}""")]
    [InlineData("""{"parameters":{"a":[1,{}]},"inputs":[{"name":"\u0078","datatype":"FP32","parameters":{},"data":[1,2,3,4],"shape":[2,2]}],"other":{}}""")]
    public async Task Infer_AnyOrderAndNesting_ReadsTheSame(string request)
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, -1, 2));
        var (status, body) = await gateway.InferAsync(request);
        Assert.True(status == HttpStatusCode.OK, body);
        Assert.Equal("[1,2,3,4]", JsonNode.Parse(body)!["outputs"]![0]!["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("null", "body")]
    [InlineData("[]", "body")]
    [InlineData("{", "body")]
    [InlineData("{}", "inputs: is missing")]
    [InlineData("""{"inputs":5}""", "inputs: must be an array")]
    [InlineData("""{"inputs":[]}""", "input 'x' of m@1 is missing")]
    [InlineData("""{"inputs":[5]}""", "inputs[0]: must be an object")]
    [InlineData("""{"inputs":[{}]}""", "inputs[0].name: is missing")]
    [InlineData("""{"inputs":[{"name":5}]}""", "inputs[0].name: must be a string")]
    [InlineData("""{"inputs":[{"name":"x"}]}""", "inputs[0].datatype: is missing")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP31"}]}""", "inputs[0].datatype: is none of")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32"}]}""", "inputs[0].shape: is missing")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":5}]}""", "inputs[0].shape: must be an array")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[-1,2]}]}""", "inputs[0].shape: dimension 0")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1.5,2]}]}""", "inputs[0].shape: dimension 0")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[99999999999999999999,2]}]}""", "inputs[0].shape: dimension 0")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[4611686018427387904,4]}]}""", "inputs[0].shape: the product")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2147483648,1073741824,2],"data":[1]}]}""", "too short")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1000000,2],"data":[1]}]}""", "too short")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2]}]}""", "inputs[0].data: is missing")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,3],"data":[1,2,3]}]}""", "takes [-1, 2]")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[1,2]}]}""", "takes [-1, 2]")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP64","shape":[1,2],"data":[1,2]}]}""", "takes FP32")]
    [InlineData("""{"inputs":[{"name":"z","datatype":"FP32","shape":[1,2],"data":[1,2]}]}""", "'z' is no input of m@1; it has 'x'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2]},{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2]}]}""", "inputs[1].name: input 'x' is given twice")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1]}]}""", "has 1 values; shape [1, 2] takes 2")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2,3]}]}""", "has more values than the 2")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,NaN]}]}""", "element 1 is 'NaN'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,Infinity]}]}""", "element 1 is 'Infinity'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,1e99]}]}""", "element 1 is '1e99'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,"2"]}]}""", "element 1 is '\u00222\u0022'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,null]}]}""", "element 1 is 'null'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,]}]}""", "a comma without a value")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[,1]}]}""", "element 0 is")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1 2]}]}""", "where ',' or ']' belongs")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[01,2]}]}""", "element 0 is '01'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[.5,2]}]}""", "element 0 is '.5'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1.,2]}]}""", "element 0 is '1.'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1e,2]}]}""", "element 0 is '1e'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[+1,2]}]}""", "element 0 is")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[[1],[2]]}]}""", "an array of level 2 has 1 elements, not 2")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[[[1,2]]]}]}""", "an array lies where a value belongs")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,[2]]}]}""", "an array lies where a value belongs")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[[1,2],3]}]}""", "a value lies where an array belongs")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":{}}]}""", "must be an array")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2],"data":[1,2]}]}""", "inputs[0].data: is given twice")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2]""", "body: is not valid JSON")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2""", "truncated")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2]}]}}""", "body: is not valid JSON")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2] "a"}]}""", "body: is not valid JSON")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"parameters":{"binary_data_size":8}}]}""", "Inference-Header-Content-Length")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"parameters":{"shared_memory_region":"a"}}]}""", "shared memory")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2]}],"outputs":[{"name":"q"}]}""", "'q' is no output of m@1; it has 'y'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2]}],"outputs":[{"name":"y"},{"name":"y"}]}""", "outputs[1].name")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2]}],"outputs":[{}]}""", "outputs[0].name: is missing")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2]}],"id":7}""", "id: must be a string")]
    public async Task Infer_BadRequest_SaysWhatIsWrongInTheProtocolsForm(string request, string expected)
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, -1, 2));
        var (status, body) = await gateway.InferAsync(request);
        Assert.True(status == HttpStatusCode.BadRequest, body);
        Assert.Contains(expected, JsonNode.Parse(body)!["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.InferAsync(Good)).Status);
    }

    [Theory]
    [InlineData(ElementType.Bool, "BOOL", "[true,false]")]
    [InlineData(ElementType.UInt8, "UINT8", "[0,255]")]
    [InlineData(ElementType.Int8, "INT8", "[-128,127]")]
    [InlineData(ElementType.UInt16, "UINT16", "[0,65535]")]
    [InlineData(ElementType.Int16, "INT16", "[-32768,32767]")]
    [InlineData(ElementType.UInt32, "UINT32", "[0,4294967295]")]
    [InlineData(ElementType.Int32, "INT32", "[-2147483648,2147483647]")]
    [InlineData(ElementType.UInt64, "UINT64", "[0,18446744073709551615]")]
    [InlineData(ElementType.Int64, "INT64", "[-9223372036854775808,9223372036854775807]")]
    [InlineData(ElementType.Float16, "FP16", "[0.5,-65500]")]
    [InlineData(ElementType.BFloat16, "BF16", "[0.5,-3]")]
    [InlineData(ElementType.Float32, "FP32", "[0.1,3.4028235E+38]")]
    [InlineData(ElementType.Float64, "FP64", "[0.1,1.7976931348623157E+308]")]
    [InlineData(ElementType.String, "BYTES", """["a\u0022é","👍"]""")]
    public async Task Infer_EveryDataType_RoundTripsItsExtremes(ElementType type, string name, string data)
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(type, 2));
        var (status, body) = await gateway.InferAsync($$"""{"inputs":[{"name":"x","datatype":"{{name}}","shape":[2],"data":{{data}}}]}""");
        Assert.True(status == HttpStatusCode.OK, body);
        var output = JsonNode.Parse(body)!["outputs"]![0]!;
        Assert.Equal(name, output["datatype"]!.GetValue<string>());
        Assert.Equal(JsonNode.Parse(data)!.ToJsonString(), output["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData(ElementType.UInt8, "UINT8", "256")]
    [InlineData(ElementType.UInt8, "UINT8", "-1")]
    [InlineData(ElementType.Int8, "INT8", "128")]
    [InlineData(ElementType.Int8, "INT8", "-129")]
    [InlineData(ElementType.Int64, "INT64", "9223372036854775808")]
    [InlineData(ElementType.Int64, "INT64", "-9223372036854775809")]
    [InlineData(ElementType.UInt64, "UINT64", "18446744073709551616")]
    [InlineData(ElementType.UInt64, "UINT64", "99999999999999999999999")]
    [InlineData(ElementType.Int32, "INT32", "1.0")]
    [InlineData(ElementType.Int32, "INT32", "1e2")]
    [InlineData(ElementType.Float16, "FP16", "65520")]
    [InlineData(ElementType.BFloat16, "BF16", "3.4028235e38")]
    [InlineData(ElementType.Float64, "FP64", "1e309")]
    [InlineData(ElementType.Bool, "BOOL", "1")]
    [InlineData(ElementType.String, "BYTES", "1")]
    public async Task Infer_ValueOutOfItsType_IsRefused(ElementType type, string name, string value)
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(type, 1));
        var (status, body) = await gateway.InferAsync($$"""{"inputs":[{"name":"x","datatype":"{{name}}","shape":[1],"data":[{{value}}]}]}""");
        Assert.True(status == HttpStatusCode.BadRequest, body);
        Assert.Contains("inputs[0].data: element 0", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v2/models/m/infer", HttpStatusCode.OK)]
    [InlineData("/v2/models/m/versions/1/infer", HttpStatusCode.OK)]
    [InlineData("/v2/models/m/versions/2/infer", HttpStatusCode.NotFound)]
    [InlineData("/v2/models/q/infer", HttpStatusCode.NotFound)]
    [InlineData("/v2/models//infer", HttpStatusCode.NotFound)]
    [InlineData("/v2/models/m/versions//infer", HttpStatusCode.NotFound)]
    [InlineData("/v2/models/m/infer/more", HttpStatusCode.NotFound)]
    public async Task Infer_Path_FindsTheModelOrSaysItIsUnknown(string path, HttpStatusCode expected)
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeModel(ElementType.Float32, -1, 2));
        var (status, body) = await gateway.InferAsync(Good, path);
        Assert.Equal(expected, status);
        Assert.Equal(expected != HttpStatusCode.OK, JsonNode.Parse(body)!["error"] is not null);
    }

    [Fact]
    public async Task Infer_OutputNotFinite_SaysToAskForBinaryData()
    {
        var model = new FakeModel(ElementType.Float32, -1, 2)
        {
            Run = (_, _) => Task.FromResult<IReadOnlyDictionary<string, Tensor>>(
                new Dictionary<string, Tensor> { ["y"] = Tensor.Create(new[] { 1f, float.NaN }, 1, 2) }),
        };
        await using var gateway = await RunningGateway.StartAsync(model);
        var (status, body) = await gateway.InferAsync(Good);
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("binary_data", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_ModelFails_OtherRequestsGoOn()
    {
        var model = new FakeModel(ElementType.Float32, -1, 2) { Run = (_, _) => throw new InvalidOperationException("secret") };
        await using var gateway = await RunningGateway.StartAsync(model);
        var (status, body) = await gateway.InferAsync(Good);
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("/v2/health/live")).Status);
    }
}
