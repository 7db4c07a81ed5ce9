using System.Net;
using IndustrialAgents.Silo.Commands;
using IndustrialAgents.Silo.Health;
using IndustrialAgents.Silo.Tests.Support;
using IndustrialAgents.Tests.Postgres;
using Npgsql;

namespace IndustrialAgents.Silo.Tests.Hosting;

public sealed class HealthTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Ready_ActiveSilo_IsReadyUntilItIsToldToStop()
    {
        await using var silo = await RunningSilo.StartAsync(_folder.Path, null, "Http:DrainDelay=00:00:02");
        Assert.Equal((HttpStatusCode.OK, """{"ready":true}"""), await silo.SendAsync(HttpMethod.Get, "/v2/health/ready"));
        var stopped = silo.App.StopAsync(TestContext.Current.CancellationToken);
        var body = await silo.UntilAsync("/v2/health/ready", (status, _) => status == HttpStatusCode.ServiceUnavailable);
        Assert.Equal("""{"ready":false,"reason":"stopping"}""", body);
        Assert.Equal(HttpStatusCode.OK, (await silo.SendAsync(HttpMethod.Get, "/v2/health/live")).Status);
        await stopped;
    }

    [Fact]
    public async Task Ready_DatabaseGoneAndBack_FollowsIt()
    {
        Assert.SkipWhen(PostgresBinaries.Missing is not null, PostgresBinaries.Missing ?? "");
        await using var server = await PostgresServer.StartAsync(TestContext.Current.CancellationToken);
        var connection = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await InitDbCommand.InitializeAsync(connection, TestContext.Current.CancellationToken);
        await using var source = NpgsqlDataSource.Create(connection);
        var readiness = new DatabaseReadiness(source, TimeProvider.System);
        await UntilAsync(readiness, obstacle => obstacle is null);
        server.Kill();
        await UntilAsync(readiness, obstacle => obstacle == "the database does not answer");
        await server.StartAgainAsync(TestContext.Current.CancellationToken);
        await UntilAsync(readiness, obstacle => obstacle is null);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task UntilAsync(DatabaseReadiness readiness, Func<string?, bool> fits)
    {
        while (!fits(await readiness.FindObstacleAsync(TestContext.Current.CancellationToken)))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
