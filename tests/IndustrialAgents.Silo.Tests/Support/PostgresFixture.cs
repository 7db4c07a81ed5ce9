using IndustrialAgents.Silo.Tests.Support;
using IndustrialAgents.Tests.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace IndustrialAgents.Silo.Tests.Support;

/// <summary>One PostgreSQL server for all tests, started when the first needs it.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private PostgresServer? _server;

    /// <summary>Makes an empty database; skips the test where there is no PostgreSQL.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        Assert.SkipWhen(PostgresBinaries.Missing is not null, PostgresBinaries.Missing ?? "");
        await _once.WaitAsync(cancellationToken);
        try
        {
            _server ??= await PostgresServer.StartAsync(cancellationToken);
            return await _server.CreateDatabaseAsync(cancellationToken);
        }
        finally
        {
            _once.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _once.Dispose();
    }
}
