using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Language;
using IndustrialAgents.Gateway.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace IndustrialAgents.Gateway.Tests;

/// <summary>Documents over HTTP, in a directory of real knowledge experts.</summary>
public sealed class KnowledgeEndpointTests : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("gateway-knowledge-").FullName;
    private LocalExpertDirectory? _experts;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _experts = new LocalExpertDirectory(
            new ExpertLoader(ExpertCatalog.Of([new LanguageModule()]), new FakeModels()), new LocalExpertDirectoryOptions { Folders = [_home] }, TimeProvider.System, NullLogger<LocalExpertDirectory>.Instance);
        AddExpert("manuals");
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _experts!.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Knowledge_PostListSearchDelete_FollowEachOther()
    {
        await using var gateway = await StartAsync();

        var (status, body) = await PostAsync(gateway, "?name=notes.txt&asset=acme/west", "The flywheel guard is yellow.");
        Assert.True(status == HttpStatusCode.OK, body);
        var id = JsonNode.Parse(body)!["id"]!.GetValue<long>();

        var listed = Assert.Single(JsonNode.Parse((await gateway.GetAsync("/v1/knowledge")).Body)!.AsArray())!;
        Assert.Equal(("notes.txt", "acme/west", 1, "utf-8"), (listed["name"]!.GetValue<string>(), listed["asset"]!.GetValue<string>(), listed["passages"]!.GetValue<int>(), listed["encoding"]!.GetValue<string>()));
        Assert.Equal(64, listed["sha256"]!.GetValue<string>().Length);

        var found = await gateway.PostAsync("/v1/knowledge/search", """{"question":"what is yellow at the flywheel","top":3,"asset":"acme/west/pump1"}""");
        var passage = Assert.Single(JsonNode.Parse(found.Body)!["items"]!.AsArray())!;
        Assert.Equal(("notes.txt", "line 1", "The flywheel guard is yellow."), (passage["document"]!.GetValue<string>(), passage["place"]!.GetValue<string>(), passage["text"]!.GetValue<string>()));
        Assert.True(passage["score"]!.GetValue<double>() > 0);
        Assert.Empty(JsonNode.Parse((await gateway.PostAsync("/v1/knowledge/search", """{"question":"yellow flywheel","asset":"other/plant"}""")).Body)!["items"]!.AsArray());

        using (var removed = await gateway.Client.DeleteAsync(new Uri($"/v1/knowledge/{id}", UriKind.Relative), Token))
        {
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        }

        Assert.Empty(JsonNode.Parse((await gateway.GetAsync("/v1/knowledge")).Body)!.AsArray());
        Assert.Empty(JsonNode.Parse((await gateway.PostAsync("/v1/knowledge/search", """{"question":"yellow flywheel"}""")).Body)!["items"]!.AsArray());
        using var again = await gateway.Client.DeleteAsync(new Uri($"/v1/knowledge/{id}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Contains($"document {id}", await again.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_Form_TakesNameAndAssetFromIt()
    {
        await using var gateway = await StartAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent("Part,Failure\npump,leak\n"u8.ToArray()), "file", "rows.csv" }, { new StringContent("acme/east"), "asset" } };

        using var response = await gateway.Client.PostAsync(new Uri("/v1/knowledge", UriKind.Relative), form, Token);

        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
        Assert.Equal(("rows.csv", "acme/east"), (document["name"]!.GetValue<string>(), document["asset"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Post_FormWithTwoFiles_IsRefused()
    {
        await using var gateway = await StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("a"), "one", "a.txt" }, { new StringContent("b"), "two", "b.txt" } };

        using var response = await gateway.Client.PostAsync(new Uri("/v1/knowledge", UriKind.Relative), form, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("2 files", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "text", "name")]
    [InlineData("?name=notes.txt", "", "body")]
    [InlineData("?name=notes.docx", "text", "document")]
    [InlineData("?name=notes.txt&asset=a//b", "text", "asset")]
    [InlineData("?name=notes.txt", "a\0b", "document")]
    public async Task Post_Wrong_NamesTheField(string query, string text, string field)
    {
        await using var gateway = await StartAsync();

        var (status, body) = await PostAsync(gateway, query, text);

        Assert.Equal((HttpStatusCode.BadRequest, field), (status, JsonNode.Parse(body)!["field"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"question":" "}""", 400, "question")]
    [InlineData("""{"top":3}""", 400, "question")]
    [InlineData("""{"question":"a","top":0}""", 400, "top")]
    [InlineData("""{"question":"a","asset":"a//b"}""", 400, "asset")]
    [InlineData("""{"question":"a question that is longer than is taken"}""", 400, "39 characters; the limit is 32")]
    public async Task Search_Wrong_NamesTheField(string json, int expected, string mention)
    {
        await using var gateway = await StartAsync(new GatewayOptions { Port = 0, RequestLimits = new RequestLimits { MaxTextLength = 32 } });

        var (status, body) = await gateway.PostAsync("/v1/knowledge/search", json);

        Assert.Equal(expected, (int)status);
        Assert.Contains(mention, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_BeyondTheLimit_SaysTheLimit(bool isForm)
    {
        await using var gateway = await StartAsync(new GatewayOptions { Port = 0, MaxBodyBytes = 1000 });
        using var raw = new StringContent(new string('a', 2000));
        using var form = new MultipartFormDataContent { { new StringContent(new string('a', 2000)), "file", "a.txt" } };

        using var response = await gateway.Client.PostAsync(new Uri("/v1/knowledge?name=a.txt", UriKind.Relative), isForm ? form : raw, Token);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("1000 bytes", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData("https://plant.example", "same-origin", HttpStatusCode.OK)]
    [InlineData(null, null, HttpStatusCode.OK)]
    public async Task Post_FromAPageOfAnotherSite_IsRefused(string? origin, string? site, HttpStatusCode expected)
    {
        await using var gateway = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/knowledge?name=a.txt") { Content = new StringContent("text") };
        request.Headers.Add("Origin", origin ?? gateway.Address.GetLeftPart(UriPartial.Authority));
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        using var response = await gateway.Client.SendAsync(request, Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : 0, JsonNode.Parse((await gateway.GetAsync("/v1/knowledge")).Body)!.AsArray().Count);
    }

    [Fact]
    public async Task Knowledge_WithoutTheKey_IsRefused()
    {
        await using var gateway = await StartAsync(new GatewayOptions { Port = 0, ApiKey = "0123456789abcdef" });

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(gateway, "?name=a.txt", "text")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.GetAsync("/v1/knowledge")).Status);
    }

    [Fact]
    public async Task Knowledge_SeveralExperts_AreToldApart()
    {
        AddExpert("logs");
        await using var gateway = await StartAsync();

        var unnamed = await PostAsync(gateway, "?name=a.txt", "text");
        Assert.Equal(HttpStatusCode.BadRequest, unnamed.Status);
        Assert.Contains("logs, manuals", unnamed.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(gateway, "?name=a.txt&expert=logs", "text")).Status);
        Assert.Single(JsonNode.Parse((await gateway.GetAsync("/v1/knowledge?expert=logs@1.0.0")).Body)!.AsArray());
        Assert.Empty(JsonNode.Parse((await gateway.GetAsync("/v1/knowledge?expert=manuals")).Body)!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.GetAsync("/v1/knowledge?expert=nobody")).Status);
    }

    [Fact]
    public async Task Knowledge_NoExpertKeepsDocuments_SaysSo()
    {
        await using var gateway = await RunningGateway.StartAsync(new FakeDirectory("a"));

        Assert.Contains("no expert here keeps documents", (await gateway.GetAsync("/v1/knowledge")).Body, StringComparison.Ordinal);
        var named = await gateway.GetAsync("/v1/knowledge?expert=a");
        Assert.Equal(HttpStatusCode.BadRequest, named.Status);
        Assert.Contains("'a' keeps no documents", named.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_Describes_Knowledge()
    {
        await using var gateway = await StartAsync();

        var paths = JsonNode.Parse((await gateway.GetAsync("/openapi/v1.json")).Body)!["paths"]!;

        Assert.NotNull(paths["/v1/knowledge"]!["get"]);
        Assert.NotNull(paths["/v1/knowledge"]!["post"]!["requestBody"]!["content"]!["multipart/form-data"]);
        Assert.Equal(["asset", "expert", "name"], paths["/v1/knowledge"]!["post"]!["parameters"]!.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>()).Order());
        Assert.NotNull(paths["/v1/knowledge/{id}"]!["delete"]);
        Assert.NotNull(paths["/v1/knowledge/search"]!["post"]!["requestBody"]!["content"]!["application/json"]);
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(RunningGateway gateway, string query, string text)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await gateway.Client.PostAsync(new Uri($"/v1/knowledge{query}", UriKind.Relative), content, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private void AddExpert(string name)
    {
        Directory.CreateDirectory(Path.Combine(_home, name));
        File.WriteAllText(
            Path.Combine(_home, name, ManifestReader.FileName), $$"""{"name": "{{name}}", "version": "1.0.0", "modality": "language", "tasks": ["retrieve", "answer"], "code": {"use": "knowledge"} }""");
        _experts!.Refresh();
    }

    private Task<RunningGateway> StartAsync(GatewayOptions? options = null) => RunningGateway.StartAsync(_experts!, options);

    private sealed class FakeModels : IModelSource
    {
        public IModelRunner Open(Manifest manifest, string folder) => throw new InvalidOperationException("no model is asked for");
    }
}
