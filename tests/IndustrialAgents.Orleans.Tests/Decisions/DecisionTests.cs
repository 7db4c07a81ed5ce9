using IndustrialAgents.Orleans.Decisions;
using IndustrialAgents.Orleans.Tests.Support;
using IndustrialAgents.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IndustrialAgents.Orleans.Tests.Decisions;

/// <summary>Decisions that one grain writes for all silos.</summary>
public sealed class DecisionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Feedback_GivenThroughAnotherSilo_IsStoredOnceAndInOrder()
    {
        await using var cluster = await AgentCluster.StartAsync(2);
        await cluster.AddAsync(Given.Voter("a", 0.9));
        var (here, there) = (AgentCluster.Of<IRouter>(cluster.Silos[0]), AgentCluster.Of<IRouter>(cluster.Silos[1]));
        var ids = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            ids.Add((await here.AskAsync(Given.Text(ExpertTask.Classify), Token)).DecisionId);
            await there.FeedbackAsync(new Feedback { DecisionId = ids[i], Label = "ok" }, Token);
        }

        await here.FeedbackAsync(new Feedback { DecisionId = ids[0], Label = "ok" }, Token);

        var store = Assert.IsType<GrainDecisionStore>(AgentCluster.Of<IDecisionStore>(cluster.Silos[0]));
        var stored = await store.ReadFeedbackAsync(0, Token).ToListAsync(Token);
        Assert.Equal(ids, stored.Select(item => item.Decision.Id));
        Assert.Equal(stored.Select(item => item.Position).Order(), stored.Select(item => item.Position));
        Assert.Single((await cluster.Client.Decisions().FindAsync(ids[0], Token))!.Feedback);
        Assert.Equal(3, (await cluster.Client.Decisions().ReadFeedbackAsync(stored[1].Position, 3, Token)).Count);
    }

    [Fact]
    public async Task Find_SingleWriterOfTheHost_IsWhatTheGrainWraps()
    {
        var store = new InMemoryDecisionStore();
        await using var cluster = await AgentCluster.StartAsync(2, services: silo => silo.Services.AddKeyedSingleton<IDecisionStore>(ClusterStorage.SingleWriter, store));
        await cluster.AddAsync(Given.Voter("a", 0.9));

        foreach (var silo in cluster.Silos)
        {
            await AgentCluster.Of<IRouter>(silo).AskAsync(Given.Text(ExpertTask.Classify), Token);
        }

        Assert.Equal(2, store.Count);
    }
}
