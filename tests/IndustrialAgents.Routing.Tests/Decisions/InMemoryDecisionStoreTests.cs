using IndustrialAgents.Routing.Tests.Fakes;

namespace IndustrialAgents.Routing.Tests.Decisions;

public sealed class InMemoryDecisionStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindAsync_StoredWithFeedback_GivesBoth()
    {
        var store = new InMemoryDecisionStore();
        await store.AddAsync(Decision("a"), Token);
        await store.AddFeedbackAsync(new() { DecisionId = "a", Correct = true }, default, Token);

        Assert.True(Assert.Single((await store.FindAsync("a", Token))!.Feedback).Correct);
        Assert.Null(await store.FindAsync("b", Token));
    }

    [Fact]
    public async Task AddAsync_BeyondTheLimit_ForgetsTheOldestWithItsFeedback()
    {
        var store = new InMemoryDecisionStore(new InMemoryDecisionStoreOptions { MaxDecisions = 2 });
        foreach (var id in new[] { "a", "b", "c" })
        {
            await store.AddAsync(Decision(id), Token);
            await store.AddFeedbackAsync(new() { DecisionId = id, Correct = true }, default, Token);
        }

        Assert.Null(await store.FindAsync("a", Token));
        Assert.Equal(["b", "c"], await store.ReadFeedbackAsync(0, Token).Select(item => item.Decision.Id).ToArrayAsync(Token));
        await Assert.ThrowsAsync<DecisionNotFoundException>(async () =>
            await store.AddFeedbackAsync(new() { DecisionId = "a", Correct = true }, default, Token));
    }

    [Fact]
    public async Task AddFeedbackAsync_Several_GivesRisingPositionsThatAreReadAgain()
    {
        var store = new InMemoryDecisionStore();
        await store.AddAsync(Decision("a"), Token);
        var first = await store.AddFeedbackAsync(new() { DecisionId = "a", Correct = true }, default, Token);
        var second = await store.AddFeedbackAsync(new() { DecisionId = "a", Correct = false }, default, Token);

        Assert.True(first > 0 && second > first);
        Assert.Equal([first, second], await store.ReadFeedbackAsync(0, Token).Select(item => item.Position).ToArrayAsync(Token));
        Assert.Equal(second, Assert.Single(await store.ReadFeedbackAsync(first, Token).ToArrayAsync(Token)).Position);
    }

    [Fact]
    public async Task AddAsync_InputsBeyondTheLimitOfBytes_ForgetsTheOldest()
    {
        var store = new InMemoryDecisionStore(new InMemoryDecisionStoreOptions { MaxInputBytes = 50 });
        await store.AddAsync(Decision("a"), Token);
        await store.AddAsync(Decision("b"), Token);
        await store.AddAsync(Decision("c"), Token);

        Assert.Equal(2, store.Count);
        Assert.Null(await store.FindAsync("a", Token));
    }

    [Fact]
    public async Task AddAsync_SameIdTwice_Throws()
    {
        var store = new InMemoryDecisionStore();
        await store.AddAsync(Decision("a"), Token);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.AddAsync(Decision("a"), Token));
    }

    private static Decision Decision(string id) => new()
    {
        Id = id,
        Time = default,
        Route = "default",
        Request = Given.Text(),
        Candidates = [],
        Answer = new Answer { DecisionId = id, Task = ExpertTask.Classify, Contributions = [] },
    };
}
