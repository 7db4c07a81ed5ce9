using IndustrialAgents.Assets;
using static IndustrialAgents.Postgres.Tests.TestDatabase;

namespace IndustrialAgents.Postgres.Tests.Rows;

public sealed class PostgresRowLogTests(PostgresFixture fixture)
{
    private static readonly AssetPath Asset = AssetPath.Parse("acme/mill/line-1/pump-1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadTailAsync_FromAnotherProcess_GivesTheLastRows()
    {
        await using var database = await CreateAsync(fixture);
        var log = database.Rows();
        for (var i = 0; i < 50; i++)
        {
            await log.AppendAsync(Asset, Batch((10 * i) + 1, 10 * (i + 1)), Token);
        }

        var other = database.Rows();
        foreach (var rows in new[] { 1, 7, 10, 256, 500, 10_000 })
        {
            var tail = await other.ReadTailAsync(Asset, rows, Token);
            var expected = Batch(1, 500).Last(rows);
            Assert.Equal(expected.Times.ToArray(), tail.Rows!.Times.ToArray());
            Assert.Equal(expected.Values.ToArray(), tail.Rows.Values.ToArray());
            Assert.Equal((500, 500), (tail.Total, tail.LastTime));
        }

        Assert.Same(RowTail.Empty, await other.ReadTailAsync(AssetPath.Parse("none"), 10, Token));
        Assert.Null((await other.ReadTailAsync(Asset, 0, Token)).Rows);
    }

    [Fact]
    public async Task AppendAsync_SentAgainWithMore_StoresEachRowOnce()
    {
        await using var database = await CreateAsync(fixture);
        var log = database.Rows();
        await log.AppendAsync(Asset, Batch(1, 3), Token);
        await log.AppendAsync(Asset, Batch(1, 3), Token);
        await log.AppendAsync(Asset, Batch(2, 5), Token);
        await log.AppendAsync(Asset, Batch(1, 1), Token);
        Assert.Equal(Batch(1, 5).Values.ToArray(), (await log.ReadTailAsync(Asset, 100, Token)).Rows!.Values.ToArray());
        Assert.Equal(5, await database.ScalarAsync<long>("SELECT sum(rows) FROM ia.row_batch"));
    }

    [Fact]
    public async Task AppendAsync_TwoProcessesSendOneAssetsRows_StoresEachRowOnceInOrder()
    {
        await using var database = await CreateAsync(fixture);
        var logs = new[] { database.Rows(), database.Rows() };
        await Task.WhenAll(logs.Select(log => Task.Run(
            async () =>
            {
                for (var i = 1; i <= 100; i++)
                {
                    await log.AppendAsync(Asset, Batch(i, i + 5), Token);
                }
            },
            Token)));
        var tail = await logs[0].ReadTailAsync(Asset, 1000, Token);
        Assert.Equal(Batch(1, 105).Times.ToArray(), tail.Rows!.Times.ToArray());
        Assert.Equal(Batch(1, 105).Values.ToArray().Length, tail.Rows.Values.Length);
        Assert.Equal(105, tail.Total);
    }

    [Fact]
    public async Task AppendAsync_ManyAssetsAtOnceFromTwoProcesses_ShareTransactions()
    {
        await using var database = await CreateAsync(fixture);
        var logs = new[] { database.Rows(), database.Rows() };
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i =>
                logs[i % 2].AppendAsync(AssetPath.Parse($"acme/p{i / 2 * 7919 % 1000}"), Batch((4 * round) + 1, (4 * round) + 4), Token).AsTask()));
        }

        Assert.Equal(12_000, await database.ScalarAsync<long>("SELECT sum(rows) FROM ia.row_batch"));
        Assert.Equal(12, (await logs[0].ReadTailAsync(AssetPath.Parse("acme/p17"), 100, Token)).Total);
        Assert.InRange(await database.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM ia.row_batch"), 3, 1500);
    }

    [Fact]
    public async Task ReadTailAsync_NumberOfChannelsChanged_GivesRowsOfTheNewOne()
    {
        await using var database = await CreateAsync(fixture);
        var log = database.Rows();
        await log.AppendAsync(Asset, Batch(1, 3), Token);
        await log.AppendAsync(Asset, Batch(4, 5, channels: 3), Token);
        var tail = await log.ReadTailAsync(Asset, 10, Token);
        Assert.Equal((3, 2, 5), (tail.Rows!.Channels, tail.Rows.Count, (int)tail.Total));
    }

    [Theory]
    [InlineData("body = set_byte(body, 30, get_byte(body, 30) # 1)")]
    [InlineData("body = substr(body, 1, 40)")]
    [InlineData("rows = 1000000000")]
    public async Task ReadTailAsync_DamagedBatch_LeavesItOut(string damage)
    {
        await using var database = await CreateAsync(fixture);
        var log = database.Rows();
        await log.AppendAsync(Asset, Batch(1, 3), Token);
        await log.AppendAsync(Asset, Batch(4, 6), Token);
        await database.SqlAsync($"UPDATE ia.row_batch SET {damage} WHERE last = 6");
        var tail = await log.ReadTailAsync(Asset, 10, Token);
        Assert.Equal(Batch(1, 3).Times.ToArray(), tail.Rows!.Times.ToArray());
        Assert.Equal(1, log.DamagedBatches);
    }

    [Fact]
    public async Task AppendAsync_BatchOfAMebibyteAndValuesMissing_AreStoredAsTheyAre()
    {
        await using var database = await CreateAsync(fixture);
        var log = database.Rows();
        var values = Enumerable.Range(0, 262_144).Select(i => i % 3 == 0 ? float.NaN : i).ToArray();
        await log.AppendAsync(Asset, new RowBatch(Enumerable.Range(1, 32_768).Select(i => (long)i).ToArray(), values, 8), Token);
        Assert.Equal(values, (await log.ReadTailAsync(Asset, 40_000, Token)).Rows!.Values.ToArray());
    }

    [Fact]
    public async Task TrimAsync_ByAge_DeletesOlderBatchesAndStillTakesOnlyNewerRows()
    {
        await using var database = await CreateAsync(fixture);
        var log = database.Rows();
        var now = database.Time.GetUtcNow().UtcTicks;
        var day = TimeSpan.TicksPerDay;
        for (var i = 5; i > 0; i--)
        {
            await log.AppendAsync(Asset, new RowBatch(new[] { now - (i * day) }, new float[] { i }, 1), Token);
        }

        Assert.Equal(3, await log.TrimAsync(new Retention { MaxAge = TimeSpan.FromDays(2.5) }, Token));
        Assert.Equal(new[] { 2f, 1 }, (await log.ReadTailAsync(Asset, 10, Token)).Rows!.Values.ToArray());
        Assert.Equal(2, await log.TrimAsync(new Retention { MaxAge = TimeSpan.FromHours(1) }, Token));
        await log.AppendAsync(Asset, new RowBatch(new[] { now - (3 * day) }, new float[] { 3 }, 1), Token);
        var tail = await log.ReadTailAsync(Asset, 10, Token);
        Assert.Null(tail.Rows);
        Assert.Equal((5, now - day), (tail.Total, tail.LastTime));
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(4, 4)]
    [InlineData(0, 0)]
    public async Task TrimAsync_ByBytes_KeepsTheNewest(int batches, int kept)
    {
        await using var database = await CreateAsync(fixture);
        var log = database.Rows();
        for (var i = 0; i < 10; i++)
        {
            await log.AppendAsync(AssetPath.Parse($"acme/p{i % 3}"), Batch(i + 1, i + 1), Token);
        }

        var size = await database.ScalarAsync<int>("SELECT max(size) FROM ia.row_batch");
        Assert.Equal(10 - kept, await log.TrimAsync(new Retention { MaxBytes = batches * (long)size }, Token));
        Assert.Equal(Enumerable.Range(11 - kept, kept).Select(i => (long)i), await database.ScalarAsync<long[]>("SELECT coalesce(array_agg(last ORDER BY last), '{}') FROM ia.row_batch"));
    }
}
