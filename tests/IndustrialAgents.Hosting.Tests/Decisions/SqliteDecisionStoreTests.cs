using FsCheck;
using FsCheck.Fluent;
using static IndustrialAgents.Hosting.Tests.Decisions.StoreFolder;

namespace IndustrialAgents.Hosting.Tests.Decisions;

public sealed class SqliteDecisionStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindAsync_AfterReopening_GivesTheDecisionAndItsFeedbackAsTheyWere()
    {
        using var folder = new StoreFolder();
        var decision = Decision("a", textLength: 100_000);
        await using (var store = folder.Open())
        {
            await store.AddAsync(decision, Token);
            await store.AddFeedbackAsync(Feedback("a"), folder.Time.GetUtcNow(), Token);
        }

        await using var reopened = folder.Open();
        var found = await reopened.FindAsync("a", Token);

        Assert.Equal(JsonOf(decision with { Feedback = [Feedback("a")] }), JsonOf(found));
        Assert.Null(await reopened.FindAsync("b", Token));
        Assert.True(new FileInfo(folder.File).Length < 100_000);
    }

    [Fact]
    public async Task ReadFeedbackAsync_ManyPages_GivesThemInTheOrderTheyCame()
    {
        using var folder = new StoreFolder();
        await using var store = folder.Open();
        var ids = Enumerable.Range(0, 150).Select(i => $"d{i}").ToArray();
        await Task.WhenAll(ids.Select(id => store.AddAsync(Decision(id), Token).AsTask()));
        foreach (var id in ids.Reverse())
        {
            await store.AddFeedbackAsync(Feedback(id), default, Token);
        }

        var read = await store.ReadFeedbackAsync(0, Token).Select(item => (item.Decision.Id, item.Feedback.DecisionId, item.Decision.Feedback.Count)).ToArrayAsync(Token);

        Assert.Equal(ids.Reverse().Select(id => (id, id, 1)), read);
    }

    [Fact]
    public async Task AddFeedbackAsync_AnyOrderAndForgetting_GivesRisingPositionsThatAreReadAgain()
    {
        using var folder = new StoreFolder();
        var positions = new List<long>();
        await using (var store = folder.Open(change: options => options with { MaxDecisions = 2 }))
        {
            foreach (var id in new[] { "a", "b", "c" })
            {
                await store.AddAsync(Decision(id), Token);
                positions.Add(await store.AddFeedbackAsync(Feedback(id), default, Token));
                positions.Add(await store.AddFeedbackAsync(Feedback(id, "leak"), default, Token));
            }

            folder.Sql("DELETE FROM decision;");
        }

        await using var reopened = folder.Open();
        await reopened.AddAsync(Decision("d"), Token);
        positions.Add(await reopened.AddFeedbackAsync(Feedback("d"), default, Token));
        positions.Add(await reopened.AddFeedbackAsync(Feedback("d", "leak"), default, Token));

        Assert.True(positions[0] > 0);
        Assert.Equal(positions.Distinct().Order(), positions);
        Assert.Equal(positions[^2..], await reopened.ReadFeedbackAsync(0, Token).Select(item => item.Position).ToArrayAsync(Token));
        Assert.Equal(positions[^1..], await reopened.ReadFeedbackAsync(positions[^2], Token).Select(item => item.Position).ToArrayAsync(Token));
        Assert.Empty(await reopened.ReadFeedbackAsync(positions[^1], Token).ToArrayAsync(Token));
    }

    [Fact]
    public async Task AddFeedbackAsync_UnknownDecision_ThrowsAndLeavesTheOthersOfItsBatch()
    {
        using var folder = new StoreFolder();
        await using var store = folder.Open();
        await store.AddAsync(Decision("a"), Token);

        var good = store.AddFeedbackAsync(Feedback("a"), default, Token).AsTask();
        await Assert.ThrowsAsync<DecisionNotFoundException>(async () => await store.AddFeedbackAsync(Feedback("none"), default, Token));
        await good;

        Assert.Single((await store.FindAsync("a", Token))!.Feedback);
    }

    [Fact]
    public async Task AddAsync_SameIdTwice_Throws()
    {
        using var folder = new StoreFolder();
        await using var store = folder.Open();
        await store.AddAsync(Decision("a"), Token);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.AddAsync(Decision("a"), Token));
    }

    [Fact]
    public async Task AddAsync_AfterDisposal_Throws()
    {
        using var folder = new StoreFolder();
        var store = folder.Open();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.AddAsync(Decision("a"), Token));
    }

    [Fact]
    public async Task AddAsync_ManyAtOnce_ShareTransactions()
    {
        using var folder = new StoreFolder();
        await using var store = folder.Open();

        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => Task.Run(() => store.AddAsync(Decision($"d{i}"), Token).AsTask(), Token)));

        for (var i = 0; i < 2_000; i += 97)
        {
            Assert.NotNull(await store.FindAsync($"d{i}", Token));
        }
    }

    [Fact]
    public async Task Crash_AtAnyTime_LosesNothingAcknowledged()
    {
        using var folder = new StoreFolder();
        await using var store = folder.Open();
        for (var i = 0; i < 20; i++)
        {
            await store.AddAsync(Decision($"d{i}"), Token);
            await store.AddFeedbackAsync(Feedback($"d{i}"), default, Token);
            if (i % 5 != 4)
            {
                continue;
            }

            using var crashed = folder.Crash();
            await using var recovered = crashed.Open();
            Assert.Equal(i + 1, await recovered.ReadFeedbackAsync(0, Token).CountAsync(Token));
            Assert.NotNull(await recovered.FindAsync($"d{i}", Token));
        }
    }

    [Fact]
    public void Crash_WhileWriting_LosesNothingAcknowledged() =>
        Prop.ForAll(Arb.From(Gen.Choose(1, 60)), count => SurvivesAsync(count).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    [Fact]
    public async Task AddAsync_BeyondTheLimit_ForgetsTheOldestWithoutFeedbackFirst()
    {
        using var folder = new StoreFolder();
        await using var store = folder.Open(change: options => options with { MaxDecisions = 4 });
        foreach (var id in new[] { "a", "b", "c", "d", "e", "f" })
        {
            await store.AddAsync(Decision(id), Token);
            if (id is "a" or "b")
            {
                await store.AddFeedbackAsync(Feedback(id), default, Token);
            }
        }

        Assert.Equal(["a", "b", "e", "f"], await StoredAsync(store, "a", "b", "c", "d", "e", "f"));
    }

    [Fact]
    public async Task AddAsync_FeedbackFillsMoreThanHalf_ForgetsTheOldestWithFeedback()
    {
        using var folder = new StoreFolder();
        await using var store = folder.Open(change: options => options with { MaxDecisions = 4 });
        foreach (var id in new[] { "a", "b", "c", "d", "e" })
        {
            await store.AddAsync(Decision(id), Token);
            await store.AddFeedbackAsync(Feedback(id), default, Token);
        }

        await store.AddAsync(Decision("f"), Token);

        Assert.Equal(["c", "d", "e", "f"], await StoredAsync(store, "a", "b", "c", "d", "e", "f"));
        Assert.Equal(3, await store.ReadFeedbackAsync(0, Token).CountAsync(Token));
    }

    [Fact]
    public async Task AddAsync_BeyondTheLimitOfBytes_ForgetsTheOldestAlsoAfterReopening()
    {
        using var folder = new StoreFolder();
        await using (var store = folder.Open())
        {
            await store.AddAsync(Decision("a"), Token);
            await store.AddAsync(Decision("b"), Token);
        }

        await using var reopened = folder.Open(change: options => options with { MaxBytes = 1 });
        await reopened.AddAsync(Decision("c"), Token);

        Assert.Equal(["c"], await StoredAsync(reopened, "a", "b", "c"));
    }

    private static async Task<bool> SurvivesAsync(int count)
    {
        using var folder = new StoreFolder();
        await using var store = folder.Open();
        var writing = Enumerable.Range(0, 60).Select(i => store.AddAsync(Decision($"d{i}"), CancellationToken.None).AsTask()).ToArray();
        await Task.WhenAll(writing[..count]);
        var acknowledged = Enumerable.Range(0, 60).Where(i => writing[i].IsCompletedSuccessfully).ToArray();
        using var crashed = folder.Crash();
        await using var recovered = crashed.Open();
        foreach (var i in acknowledged)
        {
            if (await recovered.FindAsync($"d{i}", CancellationToken.None) is null)
            {
                return false;
            }
        }

        await Task.WhenAll(writing);
        return true;
    }

    private static async Task<string[]> StoredAsync(SqliteDecisionStore store, params string[] ids)
    {
        var stored = new List<string>();
        foreach (var id in ids)
        {
            if (await store.FindAsync(id, Token) is not null)
            {
                stored.Add(id);
            }
        }

        return [.. stored];
    }
}
