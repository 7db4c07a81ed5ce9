using static IndustrialAgents.Postgres.Tests.Stored;

namespace IndustrialAgents.Postgres.Tests.Decisions;

public sealed class DecisionRetentionTests(PostgresFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TrimAsync_ByAge_DeletesOlderOnesWithTheirFeedback()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = await FillAsync(database, 10);
        Assert.Equal(4, await store.TrimAsync(new Retention { MaxAge = TimeSpan.FromDays(6.5) }, Token));
        Assert.Equal(new[] { 4, 5, 6, 7, 8, 9 }, await KeptAsync(database));
        Assert.Equal(3, await store.ReadFeedbackAsync(0, Token).CountAsync(Token));
    }

    [Theory]
    [InlineData(10, 10, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(10, 8, new[] { 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(10, 0, new int[0])]
    [InlineData(4, 6, new[] { 0, 2, 6, 7, 8, 9 })]
    [InlineData(4, 2, new[] { 2, 9 })]
    public async Task TrimAsync_ByBytes_PrefersThoseWithFeedbackUpToHalf(int gradedBefore, int records, int[] kept)
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = await FillAsync(database, 10, gradedBefore);
        var size = await database.ScalarAsync<int>("SELECT max(size) FROM ia.decision");
        Assert.Equal(10 - kept.Length, await store.TrimAsync(new Retention { MaxBytes = records * (long)size }, Token));
        Assert.Equal(kept, await KeptAsync(database));
        Assert.Equal(0, await store.TrimAsync(new Retention { MaxBytes = records * (long)size }, Token));
    }

    [Fact]
    public async Task AddFeedbackAsync_AfterItsPredecessorsWereTrimmed_HasAHigherPosition()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = await FillAsync(database, 4);
        var last = await database.ScalarAsync<long>("SELECT max(position) FROM ia.feedback");
        await store.TrimAsync(new Retention { MaxBytes = 0 }, Token);
        await store.AddAsync(Decision("z"), Token);
        Assert.True(await store.AddFeedbackAsync(Feedback("z"), default, Token) > last);
    }

    [Fact]
    public async Task TrimAsync_NegativeLimit_NamesIt()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions();
        Assert.Equal("retention.maxBytes", (await Assert.ThrowsAsync<InvalidRequestException>(async () => await store.TrimAsync(new Retention { MaxBytes = -1 }, Token))).Field);
        Assert.Equal("retention.maxAge", (await Assert.ThrowsAsync<InvalidRequestException>(async () => await store.TrimAsync(new Retention { MaxAge = TimeSpan.Zero }, Token))).Field);
    }

    // Decision i is 10 − i days old; even ones have feedback, up to some. All are of one size.
    private static async Task<PostgresDecisionStore> FillAsync(TestDatabase database, int count, int gradedBefore = int.MaxValue)
    {
        var store = database.Decisions();
        for (var i = 0; i < count; i++)
        {
            await store.AddAsync(Decision($"{i}", time: database.Time.GetUtcNow().AddDays(i - count)), Token);
            if (i % 2 == 0 && i < gradedBefore)
            {
                await store.AddFeedbackAsync(Feedback($"{i}"), default, Token);
            }
        }

        return store;
    }

    private static async Task<int[]> KeptAsync(TestDatabase database) =>
        await database.ScalarAsync<int[]>("SELECT coalesce(array_agg(id::integer ORDER BY id::integer), '{}') FROM ia.decision");
}
