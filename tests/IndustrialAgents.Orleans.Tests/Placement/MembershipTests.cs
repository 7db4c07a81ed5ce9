using IndustrialAgents.Orleans.Experts;
using IndustrialAgents.Orleans.Placement;
using IndustrialAgents.Orleans.Tests.Support;

namespace IndustrialAgents.Orleans.Tests.Placement;

/// <summary>Silos that join, stop and die.</summary>
public sealed class MembershipTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Join_NewSilo_TakesWork()
    {
        await using var cluster = await AgentCluster.StartAsync(2);
        await cluster.AddAsync(Given.Teller("hot"));
        cluster.Probe.Hold("hot");
        var calls = Enumerable.Range(0, 20).Select(_ => AskAsync(cluster, "hot@1")).ToList();

        await cluster.Cluster.StartAdditionalSiloAsync();
        await Until.HoldsAsync(
            () =>
            {
                calls.Add(AskAsync(cluster, "hot@1"));
                return cluster.Probe.SilosOf("hot").Contains("Silo_2");
            },
            "the new silo works on a request");

        cluster.Probe.Release("hot");
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Stop_SiloWithRequestsInFlight_FinishesThemAndTakesNoNewOnes()
    {
        await using var cluster = await AgentCluster.StartAsync(3);
        await cluster.AddAsync(Given.Teller("slow"));
        cluster.Probe.Hold("slow");
        var leaving = cluster.Silos[2];
        var inFlight = AgentCluster.Of<IRouter>(cluster.Silos[0]).AskAsync(Given.Text(), Token).AsTask();
        var onLeaving = AgentCluster.Of<ExpertDispatcher>(leaving).AskAsync(new ExpertId("slow", "1"), Given.Text(), Token).AsTask();
        await Until.HoldsAsync(() => cluster.Probe.SilosOf("slow").Contains(leaving.Name), "the silo that is to stop works on a request");

        var stopping = cluster.Cluster.StopSiloAsync(leaving);
        await Until.HoldsAsync(() => AgentCluster.Of<ExpertHost>(leaving).Draining, "it hands over");
        await Until.HoldsAsync(
            () => cluster.Silos.Where(silo => silo != leaving).All(silo =>
                AgentCluster.Of<SiloTable>(silo).Known.All(view => !view.Address.Equals(leaving.SiloAddress) || view.Report.Draining)),
            "the others know");
        var before = cluster.Probe.Calls.Count(call => call.Silo == leaving.Name);
        var others = Enumerable.Range(0, 20).Select(i => AgentCluster.Of<IRouter>(cluster.Silos[i % 2]).AskAsync(Given.Text(), Token).AsTask()).ToList();
        await Until.HoldsAsync(() => cluster.Probe.CountOf("slow") == before + 21, "the others work on the new requests");

        Assert.Equal(before, cluster.Probe.Calls.Count(call => call.Silo == leaving.Name));
        Assert.False(stopping.IsCompleted);
        cluster.Probe.Release("slow");
        Assert.Equal(leaving.Name, Given.SiloOf(await onLeaving));
        await inFlight;
        await Task.WhenAll(others);
        await stopping;
    }

    [Fact]
    public async Task Kill_SiloThatWorksOnARequest_AnotherOneAnswers()
    {
        await using var cluster = await AgentCluster.StartAsync(3, (silo, options) => options.Tier = silo == "Silo_0" ? Tier.Plant : Tier.Edge);
        await cluster.AddAsync(Given.Teller("asked", hardware: "\"tiers\": [\"edge\"]"));
        cluster.Probe.Hold("asked");
        var call = AgentCluster.Of<ExpertDispatcher>(cluster.Silos[0]).AskAsync(new ExpertId("asked", "1"), Given.Text(), Token).AsTask();
        await Until.HoldsAsync(() => cluster.Probe.CountOf("asked") == 1, "the request is being worked on");
        var victim = cluster.Silos.Single(silo => silo.Name == cluster.Probe.Calls.Single().Silo);

        await cluster.Cluster.KillSiloAsync(victim);
        await Until.HoldsAsync(() => cluster.Probe.CountOf("asked") == 2, "another silo works on it");
        cluster.Probe.Release("asked");

        var reply = Given.SiloOf(await call);
        Assert.NotEqual(victim.Name, reply);
        Assert.NotEqual("Silo_0", reply);
    }

    [Fact]
    public async Task Kill_OnlySiloThatFits_FailsWithARetriableError()
    {
        await using var cluster = await AgentCluster.StartAsync(2, (silo, options) => options.Tier = silo == "Silo_0" ? Tier.Plant : Tier.Edge);
        await cluster.AddAsync(Given.Teller("asked", hardware: "\"tiers\": [\"edge\"]"));
        cluster.Probe.Hold("asked");
        var call = AgentCluster.Of<ExpertDispatcher>(cluster.Silos[0]).AskAsync(new ExpertId("asked", "1"), Given.Text(), Token).AsTask();
        await Until.HoldsAsync(() => cluster.Probe.CountOf("asked") == 1, "the request is being worked on");

        await cluster.Cluster.KillSiloAsync(cluster.Silos.Single(silo => silo.Name == "Silo_1"));

        Assert.True((await Assert.ThrowsAsync<UnavailableException>(() => call)).IsRetriable());
    }

    private static Task<ExpertReply> AskAsync(AgentCluster cluster, string expert) =>
        cluster.Client.Expert(ExpertId.Parse(expert)).AskAsync(Given.Text(), Token).AsTask();
}
