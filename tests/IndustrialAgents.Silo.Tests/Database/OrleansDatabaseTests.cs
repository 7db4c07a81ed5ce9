using IndustrialAgents.Silo.Commands;
using IndustrialAgents.Silo.Database;
using IndustrialAgents.Silo.Tests.Support;
using Npgsql;

namespace IndustrialAgents.Silo.Tests.Database;

public sealed class OrleansDatabaseTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Initialize_Twice_MakesTheTablesOnce()
    {
        var connection = await postgres.CreateDatabaseAsync();
        Assert.Contains("tables made", await InitDbCommand.InitializeAsync(connection, Token), StringComparison.Ordinal);
        Assert.Contains("there already", await InitDbCommand.InitializeAsync(connection, Token), StringComparison.Ordinal);
        Assert.Equal(OrleansDatabase.All.Sum(tables => tables.Queries.Count), await ScalarAsync<long>(connection, "SELECT count(*) FROM OrleansQuery"));
        Assert.Equal(OrleansTables.OrleansVersion, await ScalarAsync<string>(connection, "SELECT version FROM ia_installed WHERE component = 'orleans'"));
        Assert.Equal(0L, await ScalarAsync<long>(connection, "SELECT count(*) FROM ia.decision"));
    }

    [Fact]
    public async Task Initialize_ManyAtOnce_AllSucceed()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => InitDbCommand.InitializeAsync(connection, Token)));
    }

    [Fact]
    public async Task Initialize_TablesOfAnotherOrleans_AreRefusedAndLeftAsTheyAre()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await InitDbCommand.InitializeAsync(connection, Token);
        await ExecuteAsync(connection, "UPDATE ia_installed SET version = '9.2.1'; DELETE FROM OrleansQuery");
        var error = await Assert.ThrowsAsync<InvalidDatabaseException>(() => InitDbCommand.InitializeAsync(connection, Token));
        Assert.Contains($"belong to Orleans 9.2.1, this silo to {OrleansTables.OrleansVersion}", error.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await ScalarAsync<long>(connection, "SELECT count(*) FROM OrleansQuery"));
        await using var source = NpgsqlDataSource.Create(connection);
        await Assert.ThrowsAsync<InvalidDatabaseException>(() => new OrleansDatabase(source).CheckAsync(Token));
    }

    [Fact]
    public async Task Initialize_TablesThatSomebodyElseMade_AreRefused()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await ExecuteAsync(connection, "CREATE TABLE OrleansQuery (QueryKey varchar(64), QueryText varchar(8000))");
        var error = await Assert.ThrowsAsync<InvalidDatabaseException>(() => InitDbCommand.InitializeAsync(connection, Token));
        Assert.Contains("did not make", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_EmptyDatabase_SaysWhatMakesTheTables()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        var error = await Assert.ThrowsAsync<InvalidDatabaseException>(() => new OrleansDatabase(source).CheckAsync(Token));
        Assert.Contains("init-db", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Initialize_NoServer_SaysWhatToCheck()
    {
        var error = await Assert.ThrowsAnyAsync<IndustrialAgentsException>(() =>
            InitDbCommand.InitializeAsync($"Host=127.0.0.1;Port={FreePorts.Next()};Database=none;Username=ia", Token));
        Assert.Contains("check the connection", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDatabaseException>(() => InitDbCommand.InitializeAsync("no connection", Token));
    }

    private static async Task<T> ScalarAsync<T>(string connection, string text)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(text);
        return (T)(await command.ExecuteScalarAsync(Token))!;
    }

    private static async Task ExecuteAsync(string connection, string text)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(text);
        await command.ExecuteNonQueryAsync(Token);
    }
}
