using IndustrialAgents.Routing.Tests.Fakes;
using IndustrialAgents.Routing.Tests.Gating;
using IndustrialAgents.Routing.Tests.Gating.Sequencing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Routing.Tests;

public sealed class RouterReplicasTests
{
    private static readonly RouterOptions Options = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FeedbackAsync_RoutersOfOneStore_TakeFeedbackOnEachOthersDecisionsAndLearnAsOne()
    {
        var (store, sequencer) = (new InMemoryDecisionStore(), new LossSequencer(Options));
        var replicas = Enumerable.Range(0, 3).Select(i => new Replica($"r{i}", Options)).ToArray();
        var routers = Array.ConvertAll(replicas, replica => Router(store, replica.Gate));
        for (var i = 0; i < 40; i++)
        {
            var answer = await routers[i % 3].AskAsync(Given.Text(asset: $"acme/line{i % 2}"), Token);
            await routers[(i + (i / 7)) % 3].FeedbackAsync(new() { DecisionId = answer.DecisionId, Label = Given.Labels[i * i % 3] }, Token);
            if (i % 5 == 0)
            {
                replicas[i % 3].Merge(sequencer);
            }
        }

        foreach (var replica in replicas.Concat(replicas))
        {
            replica.Merge(sequencer);
        }

        Assert.Equal(40, sequencer.Watermark);
        Assert.Equal(40, sequencer.Snapshot().Find(new LossContext(ExpertTask.Classify), new ExpertId("a", "1")).Observations);
        Assert.All(replicas, replica => Assert.True(Observation.AreSame(sequencer.Snapshot(), replica.Gate.Snapshot())));
    }

    private static Router Router(IDecisionStore store, LossGate gate) => new(
        new FakeDirectory(FakeExpert.Saying("a", Given.Classes(0.6, 0.3, 0.1)), FakeExpert.Saying("b", Given.Classes(0.1, 0.2, 0.7))),
        store,
        Options,
        new FakeTimeProvider(),
        NullLogger<Router>.Instance,
        new RouterStages { Gate = gate });
}
