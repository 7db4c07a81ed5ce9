using System.Collections.Concurrent;
using System.Text;
using IndustrialAgents.Silo.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace IndustrialAgents.Silo.Tests.Telemetry;

public sealed class TelemetryExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Export_ToACollector_BringsTheProjectsAndOrleansFigures()
    {
        var seen = new ConcurrentDictionary<string, bool>();
        string[] wanted = ["/v1/metrics ia.requests", "/v1/metrics orleans-", "/v1/traces Microsoft.Orleans", "/v1/metrics silo-7"];
        await using var collector = WebApplication.CreateEmptyBuilder(new WebApplicationOptions()).CollectorOn(FreePorts.Next());
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var text = Encoding.Latin1.GetString(body.ToArray());
            foreach (var want in wanted.Where(want => want.Split(' ') is [var path, var word] && context.Request.Path == path && text.Contains(word, StringComparison.Ordinal)))
            {
                seen[want] = true;
            }
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        await using var silo = await RunningSilo.StartAsync(
            _folder.Path, null, "Silo:Name=silo-7", $"Telemetry:Endpoint={collector.Urls.First()}", "Telemetry:Form=Http", "Telemetry:MetricsInterval=00:00:01", "Telemetry:TraceShare=1");
        while (!wanted.All(seen.ContainsKey))
        {
            await silo.SendAsync(HttpMethod.Post, "/v1/ask", TestExperts.Question());
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _folder.Dispose();
}
