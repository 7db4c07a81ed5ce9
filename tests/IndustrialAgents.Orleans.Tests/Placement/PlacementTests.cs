using IndustrialAgents.Orleans.Experts;
using IndustrialAgents.Orleans.Tests.Support;

namespace IndustrialAgents.Orleans.Tests.Placement;

/// <summary>Where experts run, asked by an external client, whose gateway may be any silo, and by the router of each silo.</summary>
public sealed class PlacementTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\"tiers\": [\"edge\"]", "Silo_1")]
    [InlineData("\"gpu\": true", "Silo_2")]
    public async Task Ask_ExpertWithNeeds_RunsOnTheSiloThatHasThem(string hardware, string expected)
    {
        await using var cluster = await AgentCluster.StartAsync(3, (silo, options) =>
        {
            options.Tier = silo == "Silo_1" ? Tier.Edge : Tier.Plant;
            (options.Gpu, options.GpuMemoryBytes) = silo == "Silo_2" ? (true, 500) : (false, 0);
        });
        await cluster.AddAsync(Given.Teller(bytes: 400, hardware: hardware));

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(expected, Given.SiloOf(await cluster.Client.Expert(new ExpertId("teller", "1")).AskAsync(Given.Text(), Token)));
        }

        foreach (var silo in cluster.Silos)
        {
            var answer = await AgentCluster.Of<IRouter>(silo).AskAsync(Given.Text(), Token);
            Assert.Equal(expected, Assert.IsType<GeneratedText>(answer.Output).Text);
        }

        Assert.Equal([expected], cluster.ActiveOn("teller@1"));
    }

    [Fact]
    public async Task Ask_ExpertThatFitsNowhere_SaysWhatIsMissing()
    {
        await using var cluster = await AgentCluster.StartAsync(2);
        await cluster.AddAsync(Given.Teller("large", bytes: 5000), Given.Teller("gpu", hardware: "\"gpu\": true", bytes: 1), Given.Teller("cloud", hardware: "\"tiers\": [\"cloud\"]"));

        var large = await Assert.ThrowsAsync<UnavailableException>(() => AskAsync(cluster, "large@1"));
        Assert.Contains("5000 bytes", large.Message, StringComparison.Ordinal);
        Assert.Contains("none of the 2 silos", large.Message, StringComparison.Ordinal);
        Assert.True(large.IsRetriable());
        Assert.Contains("GPU", (await Assert.ThrowsAsync<UnavailableException>(() => AskAsync(cluster, "gpu@1"))).Message, StringComparison.Ordinal);
        Assert.Contains("cloud", (await Assert.ThrowsAsync<UnavailableException>(() => AskAsync(cluster, "cloud@1"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_TwoLargeExperts_LandOnDifferentSilos()
    {
        await using var cluster = await AgentCluster.StartAsync(2);
        await cluster.AddAsync(Given.Teller("first", bytes: 700), Given.Teller("second", bytes: 700));

        var first = Given.SiloOf(await AskAsync(cluster, "first@1"));
        await cluster.ReportedAsync();
        var second = Given.SiloOf(await AskAsync(cluster, "second@1"));

        Assert.NotEqual(first, second);
        Assert.Equal([first], cluster.ActiveOn("first@1"));
        Assert.Equal([second], cluster.ActiveOn("second@1"));
    }

    [Fact]
    public async Task Ask_NoRoomLeft_TheLeastRecentlyAskedIdleExpertGoes()
    {
        await using var cluster = await AgentCluster.StartAsync(1);
        await cluster.AddAsync(Given.Teller("first", bytes: 400), Given.Teller("second", bytes: 400), Given.Teller("third", bytes: 400));

        await AskAsync(cluster, "first@1");
        await AskAsync(cluster, "second@1");
        await AskAsync(cluster, "first@1");
        await AskAsync(cluster, "third@1");

        Assert.NotEmpty(cluster.ActiveOn("first@1"));
        Assert.Empty(cluster.ActiveOn("second@1"));
        Assert.Equal(200, AgentCluster.Of<ExpertHost>(cluster.Silos[0]).Report().Memory.Free);
    }

    [Fact]
    public async Task Ask_AllRoomIsInUse_FailsUntilARequestEnds()
    {
        await using var cluster = await AgentCluster.StartAsync(1);
        await cluster.AddAsync(Given.Teller("first", bytes: 700), Given.Teller("second", bytes: 700));
        cluster.Probe.Hold("first");
        var held = AskAsync(cluster, "first@1");
        await Until.HoldsAsync(() => cluster.Probe.CountOf("first") == 1, "the first expert works");

        var error = await Assert.ThrowsAsync<UnavailableException>(() => AskAsync(cluster, "second@1"));
        Assert.Contains("hold 700", error.Message, StringComparison.Ordinal);

        cluster.Probe.Release("first");
        await held;
        await AskAsync(cluster, "second@1");
    }

    [Fact]
    public async Task Ask_HotExpert_IsActiveOnAllSilosAndLoadIsSpread()
    {
        await using var cluster = await AgentCluster.StartAsync(3);
        await cluster.AddAsync(Given.Teller("hot", bytes: 100));
        cluster.Probe.Hold("hot");

        var calls = Enumerable.Range(0, 60).Select(_ => AskAsync(cluster, "hot@1")).ToList();
        await Until.HoldsAsync(() => cluster.Probe.CountOf("hot") == 60, "all requests are being worked on");

        var bySilo = cluster.Probe.Calls.CountBy(call => call.Silo).Select(pair => pair.Value).Order().ToArray();
        cluster.Probe.Release("hot");
        await Task.WhenAll(calls);
        Assert.Equal(3, bySilo.Length);
        Assert.InRange(bySilo[0], 10, 20);
        Assert.Equal(3, cluster.ActiveOn("hot@1").Length);
    }

    [Fact]
    public async Task Ask_SiloThatIsNotBusy_KeepsItsRequests()
    {
        await using var cluster = await AgentCluster.StartAsync(3);
        await cluster.AddAsync(Given.Teller());

        foreach (var silo in cluster.Silos)
        {
            for (var i = 0; i < 5; i++)
            {
                var answer = await AgentCluster.Of<IRouter>(silo).AskAsync(Given.Text(), Token);
                Assert.Equal(silo.Name, Assert.IsType<GeneratedText>(answer.Output).Text);
            }
        }
    }

    private static Task<ExpertReply> AskAsync(AgentCluster cluster, string expert) =>
        cluster.Client.Expert(ExpertId.Parse(expert)).AskAsync(Given.Text(), Token).AsTask();
}
