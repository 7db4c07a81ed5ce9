using IndustrialAgents.Orleans.Experts;
using IndustrialAgents.Orleans.Tests.Support;
using Orleans.Streams;

namespace IndustrialAgents.Orleans.Tests.Routing;

/// <summary>Requests that go through the router's grain.</summary>
public sealed class RoutingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_TwoExpertsOnDifferentSilos_AnswerIsMergedAndStored()
    {
        await using var cluster = await AgentCluster.StartAsync(3);
        await cluster.AddAsync(Given.Voter("sure", 0.9), Given.Voter("unsure", 0.4));

        var answer = await cluster.Client.Router().AskAsync(Given.Text(ExpertTask.Classify), Token);

        // The log-linear pool of equal weights: the square root of the product, normalised.
        var (ok, worn) = (Math.Sqrt(0.9 * 0.4), Math.Sqrt(0.1 * 0.6));
        Assert.Equal(ok / (ok + worn), Assert.IsType<ClassProbabilities>(answer.Output).Probabilities.Span[0], 1e-6);
        Assert.Equal(["sure@1", "unsure@1"], answer.Contributions.Select(part => part.Expert.ToString()).Order(StringComparer.Ordinal));
        foreach (var silo in cluster.Silos)
        {
            Assert.Equal(answer.DecisionId, (await AgentCluster.Of<IDecisionStore>(silo).FindAsync(answer.DecisionId, Token))?.Id);
        }

        Assert.Equal(answer.DecisionId, (await cluster.Client.Decisions().FindAsync(answer.DecisionId, Token))?.Id);
        Assert.Null(await cluster.Client.Decisions().FindAsync("unknown", Token));
    }

    [Fact]
    public async Task Ask_RouteThatIsNotConfigured_IsRefused()
    {
        await using var cluster = await AgentCluster.StartAsync(1);
        await cluster.AddAsync(Given.Teller());

        Assert.Equal("route", (await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Client.Router("other").AskAsync(Given.Text(), Token).AsTask())).Field);
        await Assert.ThrowsAsync<DecisionNotFoundException>(
            () => cluster.Client.Router().FeedbackAsync(new Feedback { DecisionId = "unknown", Correct = true }, Token).AsTask());
    }

    [Fact]
    public async Task Ask_CancelledByTheClient_CancelsTheExpertOnItsSilo()
    {
        await using var cluster = await AgentCluster.StartAsync(2, (silo, options) => options.Tier = silo == "Silo_0" ? Tier.Plant : Tier.Edge);
        await cluster.AddAsync(Given.Teller(hardware: "\"tiers\": [\"edge\"]"));
        cluster.Probe.Hold("teller");
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] asks =
        [
            cluster.Client.Router().AskAsync(Given.Text(), cancelling.Token).AsTask(),
            cluster.Client.Expert(new ExpertId("teller", "1")).AskAsync(Given.Text(), cancelling.Token).AsTask(),
            AgentCluster.Of<IRouter>(cluster.Silos[0]).AskAsync(Given.Text(), cancelling.Token).AsTask(),
        ];
        await Until.HoldsAsync(() => cluster.Probe.CountOf("teller") == 3, "the expert works on the requests");

        await cancelling.CancelAsync();

        foreach (var ask in asks)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ask);
        }

        await Until.HoldsAsync(() => cluster.Probe.Cancelled == 3, "the expert is cancelled");
    }

    [Fact]
    public async Task Ask_DeadlinePasses_IsToldAndEndsTheExpertOnItsSilo()
    {
        await using var cluster = await AgentCluster.StartAsync(2, (silo, options) => options.Tier = silo == "Silo_0" ? Tier.Plant : Tier.Edge);
        await cluster.AddAsync(Given.Teller(hardware: "\"tiers\": [\"edge\"]"));
        cluster.Probe.Hold("teller");
        var soon = Given.Text(deadline: DateTimeOffset.UtcNow.AddSeconds(1));

        await Assert.ThrowsAsync<DeadlineExceededException>(() => cluster.Client.Router().AskAsync(soon, Token).AsTask());
        await Assert.ThrowsAsync<DeadlineExceededException>(
            () => cluster.Client.Expert(new ExpertId("teller", "1")).AskAsync(Given.Text(deadline: DateTimeOffset.UtcNow.AddSeconds(1)), Token).AsTask());
        await Assert.ThrowsAsync<DeadlineExceededException>(
            () => cluster.Client.Expert(new ExpertId("teller", "1")).AskAsync(Given.Text(deadline: DateTimeOffset.UtcNow.AddSeconds(-1)), Token).AsTask());

        await Until.HoldsAsync(() => cluster.Probe.Cancelled == 2, "the expert is cancelled");
        await Until.HoldsAsync(() => cluster.Silos.All(silo => AgentCluster.Of<ExpertHost>(silo).InFlight == 0), "nothing is in flight");
    }

    [Fact]
    public async Task Ask_ExpertFailsInARow_IsRestedAndTriedAgain()
    {
        await using var cluster = await AgentCluster.StartAsync(1, (_, options) => options.PauseAfterFailures = TimeSpan.FromSeconds(5));
        await cluster.AddAsync(Given.Failing(), Given.Teller());
        var directory = AgentCluster.Of<IExpertDirectory>(cluster.Silos[0]);

        for (var i = 0; i < 3; i++)
        {
            var answer = await cluster.Client.Router().AskAsync(Given.Text(), Token);
            Assert.Equal("Silo_0", Assert.IsType<GeneratedText>(answer.Output).Text);
        }

        Assert.Equal(ExpertHealth.Failing, directory.Find("failing")!.Health);
        await cluster.Client.Router().AskAsync(Given.Text(), Token);
        Assert.Equal(3, cluster.Probe.CountOf("failing"));
        await Until.HoldsAsync(() => directory.Find("failing")!.Health == ExpertHealth.Ready, "the pause is over");
    }

    [Fact]
    public async Task Ask_Expert_ErrorsArriveTyped()
    {
        await using var cluster = await AgentCluster.StartAsync(2);
        await cluster.AddAsync(Given.Failing());

        Assert.Equal(
            "failing@1", (await Assert.ThrowsAsync<ExpertFailedException>(() => cluster.Client.Expert(new ExpertId("failing", "1")).AskAsync(Given.Text(), Token).AsTask())).Expert.ToString());
        Assert.Equal(
            "none@1", (await Assert.ThrowsAsync<ExpertNotFoundException>(() => cluster.Client.Expert(new ExpertId("none", "1")).AskAsync(Given.Text(), Token).AsTask())).Expert);
        await Assert.ThrowsAsync<ExpertNotFoundException>(() => cluster.Client.GetGrain<IExpertGrain>("no id").AskAsync(Given.Text(), Token).AsTask());
    }

    [Fact]
    public async Task Ask_Answer_IsPublishedOnTheStream()
    {
        await using var cluster = await AgentCluster.StartAsync(2);
        await cluster.AddAsync(Given.Teller());
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var stream = cluster.Cluster.Client.GetStreamProvider(ClusterStreams.Provider).GetStream<Answer>(ClusterStreams.Answers, "default");
        await stream.SubscribeAsync((answer, _) =>
        {
            seen.Enqueue(answer.DecisionId);
            return Task.CompletedTask;
        });

        var asked = await cluster.Client.Router().AskAsync(Given.Text(), Token);

        await Until.HoldsAsync(() => seen.Contains(asked.DecisionId), "the answer arrives on the stream");
    }
}
