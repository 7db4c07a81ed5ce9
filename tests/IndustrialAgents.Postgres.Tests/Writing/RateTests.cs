using System.Diagnostics;

namespace IndustrialAgents.Postgres.Tests.Writing;

/// <summary>Prints what the stores sustain on this machine, with fsync on and the server on the same cores; holds them to no figure.</summary>
[CollectionDefinition(nameof(RateTests), DisableParallelization = true)]
[Collection(nameof(RateTests))]
public sealed class RateTests(PostgresFixture fixture)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    public async Task AddAsync_SteadyLoad_PrintsDecisionsPerSecond(int senders)
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions();
        var decision = Stored.Decision("x", 500);
        var (count, elapsed) = await SustainAsync(senders, (sender, i) => store.AddAsync(decision with { Id = $"{sender}-{i}" }, Token));
        Assert.Equal(count, await database.ScalarAsync<long>("SELECT count(*) FROM ia.decision"));
        Print($"decisions, {senders} senders: {count / elapsed.TotalSeconds:F0} decisions/s ({await CommitsAsync(database, "decision")} commits)");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1000, 1)]
    [InlineData(1000, 10)]
    public async Task AppendAsync_SteadyLoad_PrintsRowsPerSecond(int assets, int rows)
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var log = database.Rows();
        var (count, elapsed) = await SustainAsync(
            assets, (asset, i) => log.AppendAsync(AssetPath.Parse($"acme/p{asset}"), TestDatabase.Batch((i * rows) + 1, (i + 1) * rows, channels: 8), Token));
        Assert.Equal(count * rows, await database.ScalarAsync<long>("SELECT sum(rows) FROM ia.row_batch"));
        Print($"rows of 8 channels, {assets} assets, {rows} a batch: {count * rows / elapsed.TotalSeconds:F0} rows/s ({await CommitsAsync(database, "row_batch")} commits)");
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 200; i++)
        {
            await log.ReadTailAsync(AssetPath.Parse($"acme/p{i % assets}"), 256, Token);
        }

        Print($"tail of 256 rows: {clock.Elapsed.TotalMilliseconds / 200:F2} ms");
    }

    private static async Task<(long Count, TimeSpan Elapsed)> SustainAsync(int senders, Func<int, int, ValueTask> send)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
        {
            var i = 0;
            while (clock.Elapsed < Duration)
            {
                await send(sender, i++);
            }

            return i;
        })));
        return (counts.Sum(), clock.Elapsed);
    }

    private static Task<long> CommitsAsync(TestDatabase database, string table) => database.ScalarAsync<long>($"SELECT count(DISTINCT xmin::text) FROM ia.{table}");

    private static void Print(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
