using System.Collections.Concurrent;
using IndustrialAgents.Tests.Postgres;

namespace IndustrialAgents.Postgres.Tests.Writing;

/// <summary>Kills a server of its own while both stores write from two processes' worth of connections.</summary>
public sealed class ServerLossTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_WhileManyWrite_LosesNothingAcknowledgedAndGoesOnAfterwards()
    {
        Assert.SkipWhen(PostgresBinaries.Missing is not null, PostgresBinaries.Missing ?? "");
        await using var server = await PostgresServer.StartAsync(Token);
        await using var database = await TestDatabase.CreateAsync(await server.CreateDatabaseAsync(Token));
        var stores = new[] { database.Decisions(), database.Decisions() };
        var logs = new[] { database.Rows(), database.Rows() };
        var acknowledged = new Acknowledged();
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 24)
            .SelectMany(i => new[] { WriteDecisionsAsync(stores[i % 2], i, acknowledged, stop.Token), WriteRowsAsync(logs[i % 2], i, acknowledged, stop.Token) })
            .ToList();

        for (var kill = 1; kill <= 3; kill++)
        {
            var before = acknowledged.Feedback.Count;
            await Until.HoldsAsync(() => Task.FromResult(acknowledged.Feedback.Count >= before + 200), $"enough is written before kill {kill}");
            var failures = acknowledged.Failures;
            server.Kill();
            await Until.HoldsAsync(() => Task.FromResult(acknowledged.Failures > failures), "writers hear of it");
            await Assert.ThrowsAsync<IOException>(async () => await stores[0].FindAsync("a", Token));
            await server.StartAgainAsync(Token);
        }

        var after = (acknowledged.Feedback.Count, Rows: acknowledged.Rows.Values.Sum());
        await Until.HoldsAsync(
            () => Task.FromResult(acknowledged.Feedback.Count > after.Count + 100 && acknowledged.Rows.Values.Sum() > after.Rows + 100), "writing goes on");
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        var positions = await database.Decisions().ReadFeedbackAsync(0, Token).ToDictionaryAsync(item => item.Decision.Id, item => item.Position, cancellationToken: Token);
        var stored = (await database.ScalarAsync<string[]>("SELECT array_agg(id) FROM ia.decision")).ToHashSet();
        Assert.All(acknowledged.Decisions, id => Assert.Contains(id.Key, stored));
        Assert.All(acknowledged.Feedback, given => Assert.Equal(given.Value, positions[given.Key]));
        foreach (var (asset, last) in acknowledged.Rows)
        {
            var tail = await logs[0].ReadTailAsync(AssetPath.Parse(asset), int.MaxValue, Token);
            Assert.True(tail.LastTime >= last);
            Assert.Equal(tail.Total, tail.Rows!.Count);
            Assert.Equal(Enumerable.Range(1, (int)tail.LastTime!).Select(t => (long)t), tail.Rows.Times.ToArray());
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"3 kills: {acknowledged.Decisions.Count} decisions, {acknowledged.Feedback.Count} pieces of feedback, {acknowledged.Rows.Values.Sum()} rows acknowledged, none lost; {acknowledged.Failures} calls failed");
    }

    private static async Task WriteDecisionsAsync(PostgresDecisionStore store, int writer, Acknowledged acknowledged, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var id = $"{writer}-{i}";
            await acknowledged.TryAsync(() => store.AddAsync(Stored.Decision(id, 500), CancellationToken.None));
            acknowledged.Decisions[id] = true;
            acknowledged.Feedback[id] = await acknowledged.TryAsync(() => store.AddFeedbackAsync(Stored.Feedback(id), default, CancellationToken.None));
        }
    }

    private static async Task WriteRowsAsync(PostgresRowLog log, int asset, Acknowledged acknowledged, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await acknowledged.TryAsync(() => log.AppendAsync(AssetPath.Parse($"acme/p{asset}"), TestDatabase.Batch((4 * i) + 1, 4 * (i + 1)), CancellationToken.None));
            acknowledged.Rows[$"acme/p{asset}"] = 4 * (i + 1);
        }
    }

    private sealed class Acknowledged
    {
        private int _failures;

        public ConcurrentDictionary<string, bool> Decisions { get; } = new();

        public ConcurrentDictionary<string, long> Feedback { get; } = new();

        public ConcurrentDictionary<string, int> Rows { get; } = new();

        public int Failures => Volatile.Read(ref _failures);

        /// <summary>Sends the same again until it is acknowledged, as the contract allows.</summary>
        public async Task<T> TryAsync<T>(Func<ValueTask<T>> call)
        {
            while (true)
            {
                try
                {
                    return await call();
                }
                catch (Exception e) when (e is IOException or OverloadedException)
                {
                    Interlocked.Increment(ref _failures);
                    await Task.Delay(20, CancellationToken.None);
                }
            }
        }

        public async Task TryAsync(Func<ValueTask> call) =>
            await TryAsync(
                async () =>
                {
                    await call();
                    return true;
                });
    }
}
