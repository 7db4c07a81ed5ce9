namespace IndustrialAgents.Postgres.Tests;

public sealed class PostgresSchemaTests(PostgresFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EnsureAsync_ManyProcessesAtOnce_MakeTheTablesOnce()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        await database.SqlAsync("DROP SCHEMA ia CASCADE");
        Assert.Equal(0, await PostgresSchema.FindVersionAsync(database.Open(), Token));

        var before = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostgresSchema.EnsureAsync(database.Open(), Token).AsTask()));

        Assert.Single(before, 0);
        Assert.Equal(PostgresSchema.Version, await PostgresSchema.FindVersionAsync(database.Open(), Token));
        Assert.Equal(PostgresSchema.Version, await PostgresSchema.EnsureAsync(database.Open(), Token));
    }

    [Fact]
    public async Task EnsureAsync_NewerSchema_IsRefusedAndLeftAsItIs()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        await database.SqlAsync("INSERT INTO ia.schema_version (version) VALUES (99); DROP TABLE ia.feedback");
        var error = await Assert.ThrowsAsync<IndustrialAgentsException>(async () => await PostgresSchema.EnsureAsync(database.Open(), Token));
        Assert.Contains("99", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'ia' AND tablename = 'feedback'"));
    }

    [Fact]
    public async Task EnsureAsync_TablesThere_NeedsNoRightToMakeThem()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        await database.SqlAsync(
            """
            DO $$ BEGIN CREATE ROLE plain LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            GRANT USAGE ON SCHEMA ia TO plain; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ia TO plain
            """);
        await PostgresSchema.EnsureAsync(database.Open(AsPlain), Token);
        var store = database.Decisions(AsPlain);
        await store.AddAsync(Stored.Decision("a"), Token);
        Assert.True(await store.AddFeedbackAsync(Stored.Feedback("a"), default, Token) > 0);

        static PostgresOptions AsPlain(PostgresOptions options) =>
            options with { ConnectionString = options.ConnectionString.Replace("Username=ia", "Username=plain", StringComparison.Ordinal) };
    }

    [Fact]
    public async Task AnyCall_TablesOrDatabaseMissing_SaysWhatToDo()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        await database.SqlAsync("DROP SCHEMA ia CASCADE");
        var store = database.Decisions();
        Assert.Contains("init-db", (await Assert.ThrowsAsync<IOException>(async () => await store.FindAsync("a", Token))).Message, StringComparison.Ordinal);
        Assert.Contains("init-db", (await Assert.ThrowsAsync<IOException>(async () => await store.AddAsync(Stored.Decision("a"), Token))).Message, StringComparison.Ordinal);

        var none = database.Decisions(options => options with { ConnectionString = options.ConnectionString + ";Database=none" });
        Assert.Contains("does not exist", (await Assert.ThrowsAsync<IOException>(async () => await none.FindAsync("a", Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_ServerCommitsWithoutWaiting_IsMadeDurableNevertheless()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        await database.SqlAsync("DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET synchronous_commit = off'; END $$");
        var setting = await database.Open().RunAsync((connection, token) => connection.ScalarAsync<string>("SHOW synchronous_commit", token), Token);
        Assert.Equal("on", setting);
    }
}
