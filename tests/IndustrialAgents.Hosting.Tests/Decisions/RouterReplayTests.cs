using IndustrialAgents.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using static IndustrialAgents.Hosting.Tests.Decisions.StoreFolder;

namespace IndustrialAgents.Hosting.Tests.Decisions;

public sealed class RouterReplayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RestoreAsync_AfterACrash_GivesTheWeightsOfTheRouterThatDied()
    {
        using var folder = new StoreFolder();
        await using var store = folder.Open();
        using var live = Router(folder, store);
        for (var i = 0; i < 7; i++)
        {
            var answer = await live.AskAsync(Decision("x").Request, Token);
            await live.FeedbackAsync(Feedback(answer.DecisionId, i % 3 == 0 ? "leak" : "wear"), Token);
        }

        using var crashed = folder.Crash();
        await using var recovered = crashed.Open();
        using var replayed = Router(crashed, recovered);

        Assert.Equal(7, await replayed.RestoreAsync(Token));
        Assert.Equal(await ScoreAsync(live, store), await ScoreAsync(replayed, recovered));
    }

    private static Router Router(StoreFolder folder, SqliteDecisionStore store) =>
        new(new OneExpert(), store, new RouterOptions(), folder.Time, NullLogger<Router>.Instance);

    private static async Task<double> ScoreAsync(Router router, SqliteDecisionStore store)
    {
        var answer = await router.AskAsync(Decision("x").Request, Token);
        return Assert.Single((await store.FindAsync(answer.DecisionId, Token))!.Candidates).Score;
    }
}
