using IndustrialAgents.Tests.Postgres;

[assembly: AssemblyFixture(typeof(IndustrialAgents.Postgres.Tests.PostgresFixture))]

namespace IndustrialAgents.Postgres.Tests;

/// <summary>One server for all tests that do not kill it; each takes a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresServer? _server;

    public async ValueTask InitializeAsync()
    {
        if (PostgresBinaries.Missing is null)
        {
            _server = await PostgresServer.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>An empty database; skips the test where there is no PostgreSQL.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        Assert.SkipWhen(PostgresBinaries.Missing is not null, PostgresBinaries.Missing ?? "");
        return await _server!.CreateDatabaseAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
