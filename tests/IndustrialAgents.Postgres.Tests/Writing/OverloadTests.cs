using Npgsql;

namespace IndustrialAgents.Postgres.Tests.Writing;

/// <summary>The database is there but does not answer: another session holds the table.</summary>
public sealed class OverloadTests(PostgresFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(8, 1 << 20)]
    [InlineData(1_000, 20_000)]
    public async Task AddAsync_QueueFull_IsRefusedAndTheOthersAreWrittenLater(int records, long bytes)
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions(options => options with { MaxQueue = records, MaxQueueBytes = bytes, MaxBatch = 4 });
        await using var holder = await HoldTableAsync(database);

        var accepted = new List<Task>();
        await Assert.ThrowsAsync<OverloadedException>(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                var add = store.AddAsync(Stored.Decision($"d{i}", 2_000), Token).AsTask();
                if (add.IsFaulted)
                {
                    await add;
                }

                accepted.Add(add);
            }
        });

        Assert.InRange(accepted.Count, 1, 20);
        await holder.DisposeAsync();
        await Task.WhenAll(accepted);
        Assert.Equal(accepted.Count, await database.ScalarAsync<long>("SELECT count(*) FROM ia.decision"));
        await store.AddAsync(Stored.Decision("later"), Token);
    }

    [Fact]
    public async Task AddAsync_RecordLargerThanTheQueue_IsTakenWhileItIsAlone()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions(options => options with { MaxQueueBytes = 10_000, MaxBatchBytes = 10_000 });
        await store.AddAsync(Stored.Decision("a", 1 << 20), Token);
        Assert.NotNull(await store.FindAsync("a", Token));
    }

    [Fact]
    public async Task AddAsync_CancelledWhileItWaits_EndsTheWaiting()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions();
        await using var holder = await HoldTableAsync(database);
        using var cancel = new CancellationTokenSource();
        var add = store.AddAsync(Stored.Decision("a"), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => add);
    }

    [Fact]
    public async Task AddAsync_DatabaseDoesNotAnswer_FailsInTimeAndWorksAgainAfterwards()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions(options => options with { CommandTimeout = TimeSpan.FromSeconds(1) });
        await using (await HoldTableAsync(database))
        {
            await Assert.ThrowsAsync<IOException>(async () => await store.AddAsync(Stored.Decision("a"), Token));
        }

        await store.AddAsync(Stored.Decision("a"), Token);
        Assert.NotNull(await store.FindAsync("a", Token));
    }

    private static async Task<NpgsqlConnection> HoldTableAsync(TestDatabase database)
    {
        var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Token);
        await connection.RunAsync("BEGIN; LOCK TABLE ia.decision IN ACCESS EXCLUSIVE MODE", Token);
        return connection;
    }
}
