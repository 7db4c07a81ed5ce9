using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IndustrialAgents.Json;
using IndustrialAgents.Silo.Commands;
using IndustrialAgents.Silo.Tests.Support;

namespace IndustrialAgents.Silo.Tests.Endpoints;

public sealed class CatalogEndpointsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Add_ExpertWithItsFiles_AnswersRequestsAndIsRolledBack()
    {
        await using var silo = await RunningSilo.StartAsync(_folder.Path);
        var (first, second) = (TestExperts.SaveTexts(_folder.Path, "symptoms", "1"), TestExperts.SaveTexts(_folder.Path, "symptoms", "2"));
        await AddAsync(silo, first, share: 1);
        await silo.UntilAsync("/v1/experts", (_, body) => body.Contains("symptoms", StringComparison.Ordinal));
        var (status, answer) = await silo.SendAsync(HttpMethod.Post, "/v1/ask", TestExperts.Question());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("symptoms@1", answer, StringComparison.Ordinal);
        var decision = JsonNode.Parse(answer)!["decisionId"]!.GetValue<string>();
        Assert.Equal(HttpStatusCode.OK, (await silo.SendAsync(HttpMethod.Get, $"/v1/decisions/{decision}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await silo.SendAsync(HttpMethod.Post, "/v1/feedback", new Feedback { DecisionId = decision, Label = "leak" })).Status);

        await AddAsync(silo, second, share: 0.25);
        Assert.Equal(0.25, await ShareAsync(silo, "symptoms@2"));
        await silo.SendAsync(HttpMethod.Patch, "/v1/catalog/experts/symptoms@2", """{"share":1}""");
        Assert.Equal(1, await ShareAsync(silo, "symptoms@2"));
        await silo.UntilAsync("/v1/experts", (_, body) => body.Contains("symptoms@2", StringComparison.Ordinal) || body.Contains("\"version\":\"2\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await silo.SendAsync(HttpMethod.Get, "/v2/models/symptoms/versions/1")).Status);

        Assert.Equal(HttpStatusCode.OK, (await silo.SendAsync(HttpMethod.Post, "/v1/catalog/rollback", """{"version":1}""")).Status);
        Assert.Equal(0, await ShareAsync(silo, "symptoms@2"));
        var (_, old) = await silo.SendAsync(HttpMethod.Get, "/v1/catalog/versions/2");
        Assert.Contains("0.25", old, StringComparison.Ordinal);
        await silo.SendAsync(HttpMethod.Patch, "/v1/catalog/experts/symptoms@1", """{"enabled":false}""");
        Assert.Equal(HttpStatusCode.OK, (await silo.SendAsync(HttpMethod.Delete, "/v1/catalog/experts/symptoms@1")).Status);
        await silo.UntilAsync("/v1/experts", (_, body) => body == "[]");
    }

    [Fact]
    public async Task Add_WhatIsWrong_IsRefusedAndNamed()
    {
        await using var silo = await RunningSilo.StartAsync(_folder.Path);
        var folder = TestExperts.SaveTexts(_folder.Path, "symptoms", "1");
        var manifest = ManifestReader.ReadFolder(folder);
        var (status, body) = await silo.SendAsync(HttpMethod.Post, "/v1/catalog/experts", manifest);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("files[0].sha256", body, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await silo.SendAsync(HttpMethod.Post, "/v1/catalog/experts", """{"name":"x"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await silo.SendAsync(HttpMethod.Patch, "/v1/catalog/experts/symptoms", """{"share":1}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await silo.SendAsync(HttpMethod.Patch, "/v1/catalog/experts/symptoms@1", """{"share":1}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await silo.SendAsync(HttpMethod.Get, "/v1/catalog/versions/99")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await silo.SendAsync(HttpMethod.Post, "/v1/catalog/rollback", """{"version":99}""")).Status);
        await AddAsync(silo, folder, share: 1);
        (status, body) = await silo.SendAsync(HttpMethod.Post, "/v1/catalog/experts?share=2", manifest with { Version = "2" });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("share", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await silo.SendAsync(HttpMethod.Patch, "/v1/catalog/experts/symptoms@1", "{}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await silo.SendAsync(HttpMethod.Post, "/v1/catalog/experts", manifest)).Status);
    }

    [Fact]
    public async Task Files_PutAndGet_AreKeptByTheirHash()
    {
        await using var silo = await RunningSilo.StartAsync(_folder.Path, null, "Http:MaxFileBytes=100000", "Http:MaxBodyBytes=1000");
        var bytes = RandomNumberGenerator.GetBytes(50_000);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Assert.Equal(HttpStatusCode.NotFound, (await silo.SendAsync(HttpMethod.Get, $"/v1/files/{hash}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await silo.SendAsync(HttpMethod.Head, $"/v1/files/{hash}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(silo, new string('0', 64), bytes));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(silo, "../../etc/passwd", bytes));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(silo, hash, bytes));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(silo, hash, bytes));
        Assert.Equal(bytes, await silo.Client.GetByteArrayAsync(new Uri($"/v1/files/{hash}", UriKind.Relative), TestContext.Current.CancellationToken));
        var large = new byte[100_001];
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync(silo, Convert.ToHexStringLower(SHA256.HashData(large)), large));
    }

    [Fact]
    public async Task Everything_WithAKey_AsksForIt()
    {
        const string Key = "0123456789abcdef";
        await using var silo = await RunningSilo.StartAsync(_folder.Path, Key);
        Assert.Equal(HttpStatusCode.OK, (await silo.SendAsync(HttpMethod.Get, "/v1/catalog")).Status);
        Assert.Equal(HttpStatusCode.OK, (await silo.SendAsync(HttpMethod.Get, "/dashboard/version")).Status);
        silo.Client.DefaultRequestHeaders.Authorization = null;
        foreach (var path in new[] { "/v1/catalog", $"/v1/files/{new string('0', 64)}", "/dashboard/", "/dashboard/ClusterStats" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await silo.SendAsync(HttpMethod.Get, path)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await silo.SendAsync(HttpMethod.Get, "/v2/health/ready")).Status);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AddAsync(RunningSilo silo, string folder, double share)
    {
        var manifest = ManifestReader.ReadFolder(folder);
        using var client = new SiloClient(silo.Client.BaseAddress!, null);
        foreach (var file in manifest.Files)
        {
            await client.BringAsync(Path.Combine(folder, file.Path), file.Sha256, TestContext.Current.CancellationToken);
            Assert.False(await client.BringAsync(Path.Combine(folder, file.Path), file.Sha256, TestContext.Current.CancellationToken));
        }

        using var response = await silo.Client.PostAsJsonAsync(FormattableString.Invariant($"/v1/catalog/experts?share={share}"), manifest, ContractJson.Options, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<double> ShareAsync(RunningSilo silo, string expert)
    {
        using var client = new SiloClient(silo.Client.BaseAddress!, null);
        var catalog = await client.GetAsync(TestContext.Current.CancellationToken);
        return catalog.Entries.SingleOrDefault(entry => entry.Manifest.Id.ToString() == expert)?.Share ?? 0;
    }

    private static async Task<HttpStatusCode> PutAsync(RunningSilo silo, string hash, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        using var response = await silo.Client.PutAsync(new Uri($"/v1/files/{Uri.EscapeDataString(hash)}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
