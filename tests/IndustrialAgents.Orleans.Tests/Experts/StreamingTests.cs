using IndustrialAgents.Orleans.Experts;
using IndustrialAgents.Orleans.Tests.Support;

namespace IndustrialAgents.Orleans.Tests.Experts;

/// <summary>Texts that are given out while another silo writes them.</summary>
public sealed class StreamingTests
{
    private const string Gpu = "\"gpu\": true";

    private static readonly ExpertId Speller = new("speller", "1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("client")]
    [InlineData("other silo")]
    [InlineData("its own silo")]
    public async Task Stream_Text_BeginsBeforeItEnds(string asker)
    {
        await using var cluster = await StartAsync();
        await cluster.AddAsync(Given.Speller(Gpu));
        cluster.Probe.Hold("speller");
        await using var updates = Stream(cluster, asker, Given.Text(), Token).GetAsyncEnumerator(Token);

        Assert.True(await updates.MoveNextAsync());
        Assert.Equal("S", updates.Current.Text);
        cluster.Probe.Release("speller");
        var (said, reply) = (updates.Current.Text, updates.Current.Reply);
        while (await updates.MoveNextAsync())
        {
            Assert.Null(reply);
            said += updates.Current.Text;
            reply = updates.Current.Reply;
        }

        Assert.Equal("Silo_1", said);
        Assert.Equal(("Silo_1", 3), (Given.SiloOf(reply!), reply!.Cost));
    }

    [Fact]
    public async Task Stream_ExpertThatDoesNotStream_GivesItsTextInOnePiece()
    {
        await using var cluster = await StartAsync();
        await cluster.AddAsync(Given.Teller(hardware: Gpu));

        var updates = await AgentCluster.Of<ExpertDispatcher>(cluster.Silos[0]).StreamAsync(new ExpertId("teller", "1"), Given.Text(), Token).ToListAsync(Token);

        Assert.Equal(["Silo_1", ""], updates.Select(update => update.Text));
        Assert.Equal("Silo_1", Given.SiloOf(updates[1].Reply!));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 1)]
    public async Task Stream_SiloGone_GoesElsewhereOnlyWhereNothingWasSaid(int goneAfter, int silos)
    {
        await using var cluster = await AgentCluster.StartAsync(2);
        await cluster.AddAsync(Given.Speller(goneAfter: goneAfter));
        var said = "";

        var error = await Assert.ThrowsAsync<UnavailableException>(async () =>
        {
            await foreach (var update in Stream(cluster, "other silo", Given.Text(), Token))
            {
                said += update.Text;
            }
        });

        Assert.Contains("is gone", error.Message, StringComparison.Ordinal);
        Assert.Equal(goneAfter, said.Length);
        Assert.Equal(silos, cluster.Silos.Count(silo => cluster.ActiveOn("speller@1").Contains(silo.Name)));
    }

    [Fact]
    public async Task Stream_ReaderStops_CancelsTheExpert()
    {
        await using var cluster = await StartAsync();
        await cluster.AddAsync(Given.Speller(Gpu));
        cluster.Probe.Hold("speller");
        await foreach (var _ in Stream(cluster, "other silo", Given.Text(), Token))
        {
            break;
        }

        await Until.HoldsAsync(() => cluster.Probe.Cancelled == 1, "the expert stops");
    }

    [Fact]
    public async Task Stream_DeadlinePasses_SaysSo()
    {
        await using var cluster = await StartAsync();
        await cluster.AddAsync(Given.Speller(Gpu));
        cluster.Probe.Hold("speller");

        await Assert.ThrowsAsync<DeadlineExceededException>(async () =>
            await Stream(cluster, "other silo", Given.Text(deadline: DateTimeOffset.UtcNow.AddSeconds(2)), Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Stream_UnknownExpert_SaysSo()
    {
        await using var cluster = await StartAsync();

        await Assert.ThrowsAsync<ExpertNotFoundException>(async () => await Stream(cluster, "client", Given.Text(), Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Directory_ExpertThatWrites_StreamsForWhoAsksIt()
    {
        await using var cluster = await StartAsync();
        await cluster.AddAsync(Given.Speller(Gpu), Given.Voter("voter", 0.5));
        var directory = AgentCluster.Of<IExpertDirectory>(cluster.Silos[0]);
        await Until.HoldsAsync(() => directory.Experts.Count == 2, "the directory knows them");

        var speller = Assert.IsAssignableFrom<IStreamingExpert>(directory.Find("speller")!.Expert);
        Assert.True(speller.Streams);
        Assert.Equal("Silo_1".Length + 1, await speller.StreamAsync(Given.Text(), Token).CountAsync(Token));
        Assert.False(Assert.IsAssignableFrom<IStreamingExpert>(directory.Find("voter")!.Expert).Streams);
    }

    // The second silo alone has what the expert needs.
    private static Task<AgentCluster> StartAsync() =>
        AgentCluster.StartAsync(2, (silo, options) => (options.Gpu, options.GpuMemoryBytes) = silo == "Silo_1" ? (true, 500) : (false, 0));

    private static IAsyncEnumerable<ExpertUpdate> Stream(AgentCluster cluster, string asker, Request request, CancellationToken cancellationToken) => asker == "client"
        ? cluster.Client.Expert(Speller).StreamAsync(request, cancellationToken)
        : AgentCluster.Of<ExpertDispatcher>(cluster.Silos[asker == "other silo" ? 0 : 1]).StreamAsync(Speller, request, cancellationToken);
}
