using IndustrialAgents.Assets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace IndustrialAgents.Postgres.Tests;

/// <summary>A database with its tables, and stores on it as different processes would open them.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _stores = [];
    private readonly List<PostgresDatabase> _databases = [];

    private TestDatabase(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TestDatabase> CreateAsync(PostgresFixture fixture) => await CreateAsync(await fixture.CreateDatabaseAsync());

    public static async Task<TestDatabase> CreateAsync(string connectionString)
    {
        var database = new TestDatabase(connectionString);
        await PostgresSchema.EnsureAsync(database.Open(), Token);
        return database;
    }

    public PostgresDatabase Open(Func<PostgresOptions, PostgresOptions>? change = null)
    {
        var options = new PostgresOptions { ConnectionString = ConnectionString, RetryDelay = TimeSpan.FromMilliseconds(1) };
        var database = new PostgresDatabase(change?.Invoke(options) ?? options, TimeProvider.System, NullLogger<PostgresDatabase>.Instance);
        _databases.Add(database);
        return database;
    }

    public PostgresDecisionStore Decisions(Func<PostgresOptions, PostgresOptions>? change = null)
    {
        var store = new PostgresDecisionStore(Open(change), Time, NullLogger<PostgresDecisionStore>.Instance);
        _stores.Add(store);
        return store;
    }

    public PostgresRowLog Rows(Func<PostgresOptions, PostgresOptions>? change = null)
    {
        var log = new PostgresRowLog(Open(change), Time, NullLogger<PostgresRowLog>.Instance);
        _stores.Add(log);
        return log;
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(Token);
        return await connection.ScalarAsync<T>(sql, Token);
    }

    public async Task SqlAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(Token);
        await connection.RunAsync(sql, Token);
    }

    public static RowBatch Batch(long first, long last, int channels = 2) => new(
        Enumerable.Range(0, (int)(last - first + 1)).Select(i => first + i).ToArray(),
        Enumerable.Range(0, (int)(last - first + 1) * channels).Select(i => (float)((first * channels) + i)).ToArray(),
        channels);

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
    }
}
