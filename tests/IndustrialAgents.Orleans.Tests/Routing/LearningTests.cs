using IndustrialAgents.Orleans.Routing;
using IndustrialAgents.Orleans.Tests.Support;
using IndustrialAgents.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.TestingHost;

namespace IndustrialAgents.Orleans.Tests.Routing;

/// <summary>What many routers learn together.</summary>
public sealed class LearningTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Feedback_ToDifferentSilos_ConvergesToWhatOneRouterLearns()
    {
        var store = new InMemoryDecisionStore();
        await using var cluster = await AgentCluster.StartAsync(3, services: silo => silo.Services.AddSingleton<IDecisionStore>(store));
        await cluster.AddAsync(Given.Voter("a", 0.9), Given.Voter("b", 0.3));

        await Task.WhenAll(cluster.Silos.Select(GiveAsync));

        // One router that learns alone: Σ γ^age · loss depends on the order, which is the sequencer's; with these losses it does not.
        var alone = await LearnAloneAsync(cluster.Silos[0], store);
        await Until.HoldsAsync(() => cluster.Silos.All(silo => AreSame(Gate(silo).Snapshot(), alone)), "all routers know what one would know");
        Assert.Equal(90, alone.Find(new LossContext(ExpertTask.Classify), new ExpertId("a", "1")).Observations);

        static async Task GiveAsync(InProcessSiloHandle silo)
        {
            var router = AgentCluster.Of<IRouter>(silo);
            for (var i = 0; i < 30; i++)
            {
                var answer = await router.AskAsync(Given.Text(ExpertTask.Classify), Token);
                await router.FeedbackAsync(new Feedback { DecisionId = answer.DecisionId, Label = "ok" }, Token);
            }
        }
    }

    [Fact]
    public async Task Feedback_SiloDiesBeforeItBringsIt_IsLearnedFromTheStore()
    {
        var store = new InMemoryDecisionStore();
        await using var cluster = await AgentCluster.StartAsync(
            3,
            (silo, options) => options.StatisticsInterval = silo == "Silo_2" ? TimeSpan.FromMinutes(30) : TimeSpan.FromMilliseconds(50),
            silo => silo.Services.AddSingleton<IDecisionStore>(store));
        await cluster.AddAsync(Given.Voter("a", 0.9));

        // The grain must outlive the silo that dies.
        var victim = cluster.Silos.Single(silo => silo.Name == "Silo_2");
        var router = AgentCluster.Of<IRouter>(victim);
        var answer = await router.AskAsync(Given.Text(ExpertTask.Classify), Token);
        await router.FeedbackAsync(new Feedback { DecisionId = answer.DecisionId, Label = "ok" }, Token);
        await cluster.Cluster.KillSiloAsync(victim);

        await Until.HoldsAsync(
            () => cluster.Silos.All(silo => Gate(silo).Snapshot().Find(new LossContext(ExpertTask.Classify), new ExpertId("a", "1")).Observations == 1),
            "the others learn what the dead silo had stored");
    }

    [Fact]
    public async Task Stop_RouterThatLearned_BringsItToTheOthersFirst()
    {
        var store = new InMemoryDecisionStore();
        await using var cluster = await AgentCluster.StartAsync(
            2,
            (silo, options) =>
            {
                options.StatisticsInterval = silo == "Silo_1" ? TimeSpan.FromMinutes(30) : TimeSpan.FromMilliseconds(50);
                options.UnlearnedAfter = TimeSpan.FromMinutes(30);
            },
            silo => silo.Services.AddSingleton<IDecisionStore>(store));
        await cluster.AddAsync(Given.Voter("a", 0.9));
        var leaving = cluster.Silos.Single(silo => silo.Name == "Silo_1");
        var router = AgentCluster.Of<IRouter>(leaving);
        var answer = await router.AskAsync(Given.Text(ExpertTask.Classify), Token);
        await router.FeedbackAsync(new Feedback { DecisionId = answer.DecisionId, Label = "ok" }, Token);

        await cluster.Cluster.StopSiloAsync(leaving);

        await Until.HoldsAsync(
            () => Gate(cluster.Silos[0]).Snapshot().Find(new LossContext(ExpertTask.Classify), new ExpertId("a", "1")).Observations == 1,
            "the other silo knows what the stopped one had learned");
    }

    private static LossGate Gate(InProcessSiloHandle silo) => AgentCluster.Of<RouterGate>(silo).Gate;

    private static async Task<LossStatistics> LearnAloneAsync(InProcessSiloHandle silo, InMemoryDecisionStore store)
    {
        var gate = new LossGate(new RouterOptions());
        using var router = new Router(
            AgentCluster.Of<IExpertDirectory>(silo), store, new RouterOptions(), TimeProvider.System, NullLogger<Router>.Instance, new RouterStages { Gate = gate });
        await router.RestoreAsync(Token);
        return gate.Snapshot();
    }

    // By rounding alone.
    private static bool AreSame(LossStatistics left, LossStatistics right) => left.Records.Count() == right.Records.Count() && left.Records.All(record =>
        right.Find(record.Context, record.Expert) is var other
        && other.Observations == record.Record.Observations && Math.Abs(other.Sum - record.Record.Sum) < 1e-9 && Math.Abs(other.Count - record.Record.Count) < 1e-9);
}
