using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Assets.Tests.Rows;

public sealed class InMemoryRowLogTests
{
    private static readonly AssetPath Asset = AssetPath.Parse("acme/mill/line-1/pump-1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AppendAsync_SentAgainWithMore_StoresEachRowOnce()
    {
        var log = new InMemoryRowLog();
        await log.AppendAsync(Asset, Batch(1, 3), Token);
        await log.AppendAsync(Asset, Batch(1, 3), Token);
        await log.AppendAsync(Asset, Batch(2, 5), Token);

        var tail = await log.ReadTailAsync(Asset, 100, Token);
        Assert.Equal(new long[] { 1, 2, 3, 4, 5 }, tail.Rows!.Times.ToArray());
        Assert.Equal((5, 5), (tail.Total, tail.LastTime));
    }

    [Fact]
    public void ReadTailAsync_AnyBatches_GivesTheLastRows() =>
        Prop.ForAll<PositiveInt[], PositiveInt, PositiveInt>((sizes, rows, limit) =>
        {
            var log = new InMemoryRowLog(new InMemoryRowLogOptions { MaxRowsPerAsset = limit.Get });
            var last = 0;
            foreach (var size in sizes)
            {
                log.AppendAsync(Asset, Batch(last + 1, last + size.Get), default).AsTask().GetAwaiter().GetResult();
                last += size.Get;
            }

            var tail = log.ReadTailAsync(Asset, rows.Get, default).AsTask().GetAwaiter().GetResult();
            var count = Math.Min(last, Math.Min(rows.Get, limit.Get));
            var times = tail.Rows?.Times.ToArray() ?? [];
            return tail.Total == last && times.Length >= count && times.Length <= rows.Get
                && times.SequenceEqual(Enumerable.Range(last - times.Length + 1, times.Length).Select(t => (long)t));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task ReadTailAsync_NumberOfChannelsChanged_GivesRowsOfTheNewOne()
    {
        var log = new InMemoryRowLog();
        await log.AppendAsync(Asset, Batch(1, 3), Token);
        await log.AppendAsync(Asset, new RowBatch(new long[] { 4 }, new float[] { 1, 2 }, 2), Token);
        var tail = await log.ReadTailAsync(Asset, 10, Token);
        Assert.Equal([4L], tail.Rows!.Times.ToArray());
    }

    [Fact]
    public async Task AppendAsync_OneAssetTooMany_IsRefused()
    {
        var log = new InMemoryRowLog(new InMemoryRowLogOptions { MaxAssets = 1 });
        await log.AppendAsync(Asset, Batch(1, 1), Token);
        await Assert.ThrowsAsync<OverloadedException>(async () => await log.AppendAsync(AssetPath.Parse("other"), Batch(1, 1), Token));
        Assert.Same(RowTail.Empty, await log.ReadTailAsync(AssetPath.Parse("other"), 1, Token));
    }

    private static RowBatch Batch(int first, int last) => new(
        Enumerable.Range(first, last - first + 1).Select(i => (long)i).ToArray(),
        Enumerable.Range(first, last - first + 1).Select(i => (float)i).ToArray(),
        1);
}
