using System.Net;
using IndustrialAgents.Silo.Commands;
using IndustrialAgents.Silo.Tests.Support;

namespace IndustrialAgents.Silo.Tests.Hosting;

public sealed class EdgeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Gateway_OfACluster_AnswersAsASiloDoes()
    {
        await using var silo = await RunningSilo.StartAsync(_folder.Path);
        await using var edge = await RunningSilo.StartAsync(
            _folder.Path, null, "Silo:Role=Gateway", $"Silo:Primary=127.0.0.1:{silo.Settings.Silo.GatewayPort}", $"Cluster:ContentStore={silo.Client.BaseAddress}v1/files");
        var expert = TestExperts.SaveTexts(_folder.Path, "symptoms", "1");
        using var client = new SiloClient(edge.Client.BaseAddress!, null);
        var manifest = ManifestReader.ReadFolder(expert);
        foreach (var file in manifest.Files)
        {
            Assert.True(await client.BringAsync(Path.Combine(expert, file.Path), file.Sha256, TestContext.Current.CancellationToken));
        }

        await client.SendAsync(HttpMethod.Post, "v1/catalog/experts", manifest, TestContext.Current.CancellationToken);
        await edge.UntilAsync("/v1/experts", (_, body) => body.Contains("symptoms", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.OK, """{"ready":true}"""), await edge.SendAsync(HttpMethod.Get, "/v2/health/ready"));
        var (status, answer) = await edge.SendAsync(HttpMethod.Post, "/v1/ask", TestExperts.Question());
        Assert.Equal(HttpStatusCode.OK, status);
        var id = System.Text.Json.Nodes.JsonNode.Parse(answer)!["decisionId"]!.GetValue<string>();
        Assert.Equal(HttpStatusCode.OK, (await edge.SendAsync(HttpMethod.Get, $"/v1/decisions/{id}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await edge.SendAsync(HttpMethod.Post, "/v1/feedback", new Feedback { DecisionId = id, Label = "leak" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await edge.SendAsync(HttpMethod.Get, "/v2/models/symptoms")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await edge.SendAsync(HttpMethod.Get, "/v1/decisions/none")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await edge.SendAsync(HttpMethod.Post, "/v1/ask", """{"task":"classify","inputs":[]}""")).Status);
    }

    public void Dispose() => _folder.Dispose();
}
