using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IndustrialAgents.Gateway.Tests.Fakes;
using IndustrialAgents.Hosting;

namespace IndustrialAgents.Gateway.Tests;

public sealed class RouterEndpointTests
{
    private const string Good = """{"task":"classify","id":"r7","inputs":[{"kind":"text","text":"pump is loud"}]}""";

    private static Task<RunningGateway> StartAsync(GatewayOptions? options = null) => RunningGateway.StartAsync(new FakeModel(ElementType.Float32, 1), options);

    [Fact]
    public async Task Ask_Json_ReturnsTheAnswer()
    {
        await using var gateway = await StartAsync();
        var (status, body) = await gateway.PostAsync("/v1/ask", Good);
        Assert.True(status == HttpStatusCode.OK, body);
        var answer = JsonNode.Parse(body)!;
        Assert.Equal("d1", answer["decisionId"]!.GetValue<string>());
        Assert.Equal("r7", answer["requestId"]!.GetValue<string>());
        Assert.Equal("pump is loud", ((TextInput)gateway.Router.Last!.Inputs[0]).Text);
    }

    [Fact]
    public async Task Ask_Multipart_AddsFilesAsImages()
    {
        await using var gateway = await StartAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("""{"task":"detect"}"""), "request" },
            { new ByteArrayContent([1, 2, 3]), "surface", "a.png" },
        };
        using var response = await gateway.Client.PostAsync(new Uri("/v1/ask", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var image = Assert.IsType<ImageInput>(gateway.Router.Last!.Inputs.Single());
        Assert.Equal("surface", image.Name);
        Assert.Equal([1, 2, 3], image.Data.ToArray());
    }

    [Theory]
    [InlineData("pump3.csv", "application/octet-stream")]
    [InlineData("PUMP3.CSV", null)]
    [InlineData("table", "text/csv; charset=utf-8")]
    public async Task Ask_MultipartWithTable_AddsItAsSeries(string fileName, string? type)
    {
        await using var gateway = await StartAsync();
        using var table = new ByteArrayContent(Encoding.UTF8.GetBytes("time;vibration;temperature\n2025-01-01T00:00:00Z;0,5;20\n2025-01-01T00:00:10Z;;21\n"));
        table.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("""{"task":"diagnose","inputs":[{"kind":"text","text":"pump is loud"}]}"""), "request" },
            { table, "window", fileName },
            { new ByteArrayContent([1, 2, 3]), "surface", "a.png" },
        };
        using var response = await gateway.Client.PostAsync(new Uri("/v1/ask", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var inputs = gateway.Router.Last!.Inputs;
        Assert.Equal([typeof(TextInput), typeof(SeriesInput), typeof(ImageInput)], inputs.Select(input => input.GetType()));
        Assert.Equal("window", inputs[1].Name);
        var series = ((SeriesInput)inputs[1]).Series;
        Assert.Equal(["vibration", "temperature"], series.Channels.Select(channel => channel.Name));
        Assert.Equal([0.5f, 20, float.NaN, 21], series.Values.ToArray());
        Assert.Equal(TimeSpan.FromSeconds(10), series.SamplePeriod);
        Assert.Equal(SampleQuality.Bad, series.Quality.Span[2]);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "pump3.csv line 3")]
    [InlineData("a,b\n1,broken\n1,2\n3,x\n", "line 2")]
    [InlineData("", "nothing in it")]
    [InlineData("a,b,c\n1,2,3\n", "3 columns; at most 2")]
    [InlineData("a\n1\n2\n3\n4\n5\n", "more than 4 values")]
    public async Task Ask_MultipartWithBrokenOrLargeTable_IsAProblemThatSaysWhere(string table, string where)
    {
        await using var gateway = await StartAsync(new GatewayOptions { Port = 0, RequestLimits = new RequestLimits { MaxChannels = 2, MaxSeriesValues = 4 } });
        using var form = new MultipartFormDataContent
        {
            { new StringContent("""{"task":"detect"}"""), "request" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(table)), "window", "pump3.csv" },
        };
        using var response = await gateway.Client.PostAsync(new Uri("/v1/ask", UriKind.Relative), form, TestContext.Current.CancellationToken);
        await AssertProblemAsync(response, HttpStatusCode.BadRequest, "series");
        Assert.Contains(where, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_MultipartWithoutRequestOrTruncated_IsRefused()
    {
        await using var gateway = await StartAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "surface", "a.png" } };
        using var response = await gateway.Client.PostAsync(new Uri("/v1/ask", UriKind.Relative), form, TestContext.Current.CancellationToken);
        await AssertProblemAsync(response, HttpStatusCode.BadRequest, "request");
        using var broken = new StringContent("--b\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n{", Encoding.UTF8);
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        using var second = await gateway.Client.PostAsync(new Uri("/v1/ask", UriKind.Relative), broken, TestContext.Current.CancellationToken);
        await AssertProblemAsync(second, HttpStatusCode.BadRequest, "body");
    }

    [Theory]
    [InlineData("""{"task":"classify","inputs":[]}""", "inputs")]
    [InlineData("""{"task":"classify"}""", "body")]
    [InlineData("""{"task":"cook","inputs":[{"kind":"text","text":"a"}]}""", "task")]
    [InlineData("""{"task":"classify","inputs":[{"kind":"smell","text":"a"}]}""", "inputs[0]")]
    [InlineData("""{"task":"classify","inputs":[{"kind":"text","text":5}]}""", "inputs[0].text")]
    [InlineData("""{"task":"classify","inputs":[{"kind":"image","data":"%%"}]}""", "inputs[0].data")]
    [InlineData("""{"task":"classify","inputs":[{"kind":"tensor","tensor":{"type":"float32","shape":[2],"data":"AAA="}}]}""", "inputs[0].tensor")]
    [InlineData("""{"task":"forecast","inputs":[{"kind":"series","series":{"channels":[{"name":"a"}],"values":[1,"NaN"],"samplePeriod":"00:00:01"}}]}""", "inputs[0].series.values[1]")]
    [InlineData("""{"task":"classify","inputs":[{"kind":"text","text":"a"}""", "inputs")]
    [InlineData("", "body")]
    [InlineData("null", "body")]
    public async Task Ask_BadRequest_IsAProblemThatNamesTheField(string request, string field)
    {
        await using var gateway = await StartAsync();
        using var content = new StringContent(request, Encoding.UTF8, "application/json");
        using var response = await gateway.Client.PostAsync(new Uri("/v1/ask", UriKind.Relative), content, TestContext.Current.CancellationToken);
        await AssertProblemAsync(response, HttpStatusCode.BadRequest, field);
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostAsync("/v1/ask", Good)).Status);
    }

    [Theory]
    [InlineData("/v1/ask", "text/plain")]
    [InlineData("/v1/feedback", "multipart/form-data")]
    [InlineData("/v2/models/m/infer", "text/html")]
    public async Task Post_OfAnotherMediaType_IsRefused(string path, string type)
    {
        await using var gateway = await StartAsync();
        var (status, body) = await gateway.PostAsync(path, "{}", type);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Contains(type, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_RouterRefuses_HasTheStatusOfTheReason()
    {
        await using var gateway = await StartAsync();
        foreach (var (error, expected) in new (Exception, HttpStatusCode)[]
        {
            (new ExpertNotFoundException("q"), HttpStatusCode.NotFound),
            (new OverloadedException("q", 5), HttpStatusCode.TooManyRequests),
            (new DeadlineExceededException("late"), HttpStatusCode.GatewayTimeout),
            (new ExpertFailedException(new ExpertId("q", "1"), "broke"), HttpStatusCode.InternalServerError),
            (new InvalidRequestException("constraints.deadline", "has passed"), HttpStatusCode.BadRequest),
            (new IOException("disk"), HttpStatusCode.ServiceUnavailable),
            (new NodeStoppingException(), HttpStatusCode.ServiceUnavailable),
            (new InvalidOperationException("bug"), HttpStatusCode.InternalServerError),
        })
        {
            gateway.Router.Answer = (_, _) => throw error;
            using var content = new StringContent(Good, Encoding.UTF8, "application/json");
            using var response = await gateway.Client.PostAsync(new Uri("/v1/ask", UriKind.Relative), content, TestContext.Current.CancellationToken);
            Assert.Equal(expected, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal(expected is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable, response.Headers.RetryAfter is not null);
        }
    }

    [Fact]
    public async Task Feedback_OnKnownAndUnknownDecision_IsStoredOrNotFound()
    {
        await using var gateway = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostAsync("/v1/feedback", """{"decisionId":"d1","label":"wear"}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.PostAsync("/v1/feedback", """{"decisionId":"d2","label":"wear"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.PostAsync("/v1/feedback", """{"label":"wear"}""")).Status);
    }

    [Fact]
    public async Task Experts_ListAndOne_CarryManifestAndHealth()
    {
        await using var gateway = await StartAsync();
        var list = JsonNode.Parse((await gateway.GetAsync("/v1/experts")).Body)!.AsArray();
        Assert.Equal(["a@1", "b@1"], list.Select(node => node!["id"]!.GetValue<string>()));
        var one = JsonNode.Parse((await gateway.GetAsync("/v1/experts/b@1")).Body)!;
        Assert.Equal("ready", one["health"]!.GetValue<string>());
        Assert.Equal("language", one["manifest"]!["modality"]!.GetValue<string>());
        var (status, body) = await gateway.GetAsync("/v1/experts/q");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(404, JsonNode.Parse(body)!["status"]!.GetValue<int>());
    }

    [Fact]
    public async Task Decision_StoredOrNot_IsReturnedOrNotFound()
    {
        await using var gateway = await StartAsync();
        await gateway.PostAsync("/v1/ask", Good);
        gateway.Decisions.Stored["d1"] = new Decision
        {
            Id = "d1",
            Time = DateTimeOffset.UnixEpoch,
            Route = "default",
            Request = gateway.Router.Last!,
            Candidates = [],
            Answer = await gateway.Router.Answer(gateway.Router.Last!, TestContext.Current.CancellationToken),
        };
        var (status, body) = await gateway.GetAsync("/v1/decisions/d1");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("pump is loud", JsonNode.Parse(body)!["request"]!["inputs"]![0]!["text"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.GetAsync("/v1/decisions/nope")).Status);
    }

    [Fact]
    public async Task Get_UnknownPath_IsAProblem()
    {
        await using var gateway = await StartAsync();
        using var response = await gateway.Client.GetAsync(new Uri("/nowhere", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string field)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, body);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = JsonNode.Parse(body)!;
        Assert.Equal((int)status, problem["status"]!.GetValue<int>());
        Assert.StartsWith(field, problem["field"]?.GetValue<string>() ?? "", StringComparison.Ordinal);
    }
}
