using static IndustrialAgents.Postgres.Tests.Stored;

namespace IndustrialAgents.Postgres.Tests.Decisions;

public sealed class PostgresDecisionStoreTests(PostgresFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(20)]
    [InlineData(1 << 20)]
    public async Task FindAsync_FromAnotherProcess_GivesTheDecisionAndItsFeedbackAsTheyWere(int textLength)
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var decision = Decision("a", textLength);
        var store = database.Decisions();
        await store.AddAsync(decision, Token);
        await store.AddFeedbackAsync(Feedback("a"), database.Time.GetUtcNow(), Token);
        await store.AddFeedbackAsync(Feedback("a", "leak"), database.Time.GetUtcNow(), Token);

        var other = database.Decisions();
        Assert.Equal(JsonOf(decision with { Feedback = [Feedback("a"), Feedback("a", "leak")] }), JsonOf(await other.FindAsync("a", Token)));
        Assert.Null(await other.FindAsync("b", Token));
    }

    [Fact]
    public async Task AddAsync_ManyOfAMebibyteAtOnce_AreStoredInSeveralTransactions()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => store.AddAsync(Decision($"d{i}", 1 << 20), Token).AsTask()));
        Assert.Equal(40, await database.ScalarAsync<long>("SELECT count(*) FROM ia.decision"));
        Assert.InRange(await database.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM ia.decision"), 2, 40);
    }

    [Fact]
    public async Task AddAsync_ManyAtOnce_ShareTransactions()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions();
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => store.AddAsync(Decision($"d{i}"), Token).AsTask()));
        Assert.Equal(2_000, await database.ScalarAsync<long>("SELECT count(*) FROM ia.decision"));
        Assert.InRange(await database.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM ia.decision"), 1, 500);
    }

    [Fact]
    public async Task AddAsync_SameDecisionAgain_IsAcknowledgedAndStoredOnce()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var stores = new[] { database.Decisions(), database.Decisions() };
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => stores[i % 2].AddAsync(Decision($"d{i / 8}"), Token).AsTask()));
        Assert.Equal(8, await database.ScalarAsync<long>("SELECT count(*) FROM ia.decision"));
        Assert.Equal(JsonOf(Decision("d3")), JsonOf(await stores[0].FindAsync("d3", Token)));
    }

    [Fact]
    public async Task AddAsync_OtherDecisionOfTheSameId_ThrowsAndLeavesTheOthersOfItsBatch()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions();
        await store.AddAsync(Decision("a"), Token);
        var others = Enumerable.Range(0, 20).Select(i => store.AddAsync(Decision($"d{i}"), Token).AsTask()).ToList();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.AddAsync(Decision("a", 21), Token));
        await Task.WhenAll(others);
        Assert.Equal(JsonOf(Decision("a")), JsonOf(await store.FindAsync("a", Token)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("half of a pair")]
    public async Task AnyCall_IdThatCannotBeStored_IsOfNoDecision(string id)
    {
        // An attribute cannot hold half of a surrogate pair.
        id = id == "half of a pair" ? "\ud800" : id;
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions();
        Assert.Null(await store.FindAsync(id, Token));
        await Assert.ThrowsAsync<DecisionNotFoundException>(async () => await store.AddFeedbackAsync(Feedback(id), default, Token));
        await Assert.ThrowsAsync<InvalidRequestException>(async () => await store.AddAsync(Decision(id), Token));
    }

    [Fact]
    public async Task AddFeedbackAsync_UnknownDecision_ThrowsAndLeavesTheOthersOfItsBatch()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions();
        await store.AddAsync(Decision("a"), Token);
        var good = Enumerable.Range(0, 20).Select(i => store.AddFeedbackAsync(Feedback("a", $"l{i}"), default, Token).AsTask()).ToList();
        await Assert.ThrowsAsync<DecisionNotFoundException>(async () => await store.AddFeedbackAsync(Feedback("none"), default, Token));
        await Task.WhenAll(good);
        Assert.Equal(20, (await store.FindAsync("a", Token))!.Feedback.Count);
    }

    [Fact]
    public async Task AddFeedbackAsync_SameFromTwoProcesses_IsStoredOnceWithOnePosition()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var stores = new[] { database.Decisions(), database.Decisions() };
        await stores[0].AddAsync(Decision("a"), Token);
        var truth = new Feedback { DecisionId = "a", Truth = new[] { 0.0, 1.5 } };
        var same = new Feedback { DecisionId = "a", Truth = new[] { -0.0, 1.5 } };
        var positions = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => stores[i % 2].AddFeedbackAsync(i % 4 < 2 ? truth : same, default, Token).AsTask()));
        Assert.Single(positions.Distinct());
        Assert.Single((await stores[1].FindAsync("a", Token))!.Feedback);
        Assert.NotEqual(positions[0], await stores[1].AddFeedbackAsync(truth with { Source = "sensor" }, default, Token));
    }

    [Fact]
    public async Task ReadFeedbackAsync_ManyPages_GivesThemInTheOrderTheyCame()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions();
        var ids = Enumerable.Range(0, 150).Select(i => $"d{i}").ToArray();
        await Task.WhenAll(ids.Select(id => store.AddAsync(Decision(id), Token).AsTask()));
        var positions = new List<long>();
        foreach (var id in ids.Reverse())
        {
            positions.Add(await store.AddFeedbackAsync(Feedback(id), default, Token));
        }

        var read = await database.Decisions().ReadFeedbackAsync(0, Token).ToArrayAsync(Token);
        Assert.Equal(ids.Reverse(), read.Select(item => item.Decision.Id));
        Assert.Equal(positions, read.Select(item => item.Position));
        Assert.Equal(positions.Order().Distinct(), positions);
        Assert.All(read, item => Assert.Single(item.Decision.Feedback));
        Assert.Equal(positions[100..], await store.ReadFeedbackAsync(positions[99], Token).Select(item => item.Position).ToArrayAsync(Token));
    }

    [Fact]
    public async Task ReadFeedbackAsync_FollowingWhileManyProcessesWrite_MissesNone()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var stores = Enumerable.Range(0, 4).Select(_ => database.Decisions()).ToArray();
        await stores[0].AddAsync(Decision("a"), Token);
        var writing = Task.WhenAll(Enumerable.Range(0, 800).Select(i => Task.Run(() => stores[i % 4].AddFeedbackAsync(Feedback("a", $"l{i}"), default, Token).AsTask(), Token)));

        var (seen, last) = (new List<long>(), 0L);
        while (!writing.IsCompleted || seen.Count < 800)
        {
            var done = writing.IsCompleted;
            await foreach (var item in stores[0].ReadFeedbackAsync(last, Token))
            {
                seen.Add(last = item.Position);
            }

            Assert.True(!done || seen.Count == 800, $"{seen.Count} of 800 seen");
        }

        Assert.Equal((await writing).Order(), seen);
    }

    [Fact]
    public async Task FindAsync_DamagedRecord_SaysSoAndReplayLeavesItOut()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions();
        foreach (var id in new[] { "a", "b" })
        {
            await store.AddAsync(Decision(id), Token);
            await store.AddFeedbackAsync(Feedback(id), default, Token);
        }

        await database.SqlAsync("UPDATE ia.decision SET body = set_byte(body, 20, get_byte(body, 20) # 1) WHERE id = 'a'");
        await Assert.ThrowsAsync<IOException>(async () => await store.FindAsync("a", Token));
        Assert.Equal("b", Assert.Single(await store.ReadFeedbackAsync(0, Token).ToArrayAsync(Token)).Decision.Id);
        Assert.Equal(2, store.DamagedRecords);
    }

    [Fact]
    public async Task AddAsync_AfterDisposal_Throws()
    {
        await using var database = await TestDatabase.CreateAsync(fixture);
        var store = database.Decisions();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.AddAsync(Decision("a"), Token));
    }
}
