using IndustrialAgents.Experts;
using IndustrialAgents.Orleans.Tests.Support;
using Orleans.Streams;

namespace IndustrialAgents.Orleans.Tests.Catalogs;

/// <summary>The catalogue and what it does on running silos.</summary>
public sealed class CatalogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_SecondVersionWithAShare_TakesThatShareUntilPromotedOrRolledBack()
    {
        await using var cluster = await AgentCluster.StartAsync(2);
        await cluster.AddAsync(Given.Teller("t", "1"));
        var first = (await cluster.Catalog.GetAsync())!.Version;

        await cluster.Catalog.AddAsync(Given.Teller("t", "2"), share: 0.3);
        await cluster.KnownEverywhereAsync();
        var some = await ShareOfSecondAsync(cluster, 200);
        Assert.InRange(some, 0.15, 0.45);

        await cluster.Catalog.SetShareAsync(new ExpertId("t", "2"), 1);
        await cluster.KnownEverywhereAsync();
        Assert.Equal(1, await ShareOfSecondAsync(cluster, 20));

        var back = await cluster.Catalog.RollBackAsync(first);
        await cluster.KnownEverywhereAsync();
        Assert.Equal(0, await ShareOfSecondAsync(cluster, 20));
        Assert.Equal(["t@1"], back.Entries.Select(entry => entry.Manifest.Id.ToString()));
        Assert.Equal(first + 3, back.Version);
        Assert.Equal(0.3, (await cluster.Catalog.GetVersionAsync(first + 1))!.Entries[1].Share);
        Assert.Null(await cluster.Catalog.GetAsync(back.Version));
    }

    [Fact]
    public async Task SetShare_LowerVersionIsPromoted_TakesOverFromTheHigherOne()
    {
        await using var cluster = await AgentCluster.StartAsync(1);
        await cluster.AddAsync(Given.Teller("t", "1"), Given.Teller("t", "2"));
        Assert.Equal(1, await ShareOfSecondAsync(cluster, 20));

        await cluster.Catalog.SetShareAsync(new ExpertId("t", "1"), 1);
        await cluster.KnownEverywhereAsync();

        Assert.Equal(0, await ShareOfSecondAsync(cluster, 20));
    }

    [Fact]
    public async Task SetEnabled_SwitchedOff_IsNotAskedAndSwitchedOnAgainIs()
    {
        await using var cluster = await AgentCluster.StartAsync(2);
        await cluster.AddAsync(Given.Teller("t"));
        await AskAsync(cluster);

        await cluster.Catalog.SetEnabledAsync(new ExpertId("t", "1"), false);
        await cluster.KnownEverywhereAsync();
        await Assert.ThrowsAsync<InvalidRequestException>(() => AskAsync(cluster));

        await cluster.Catalog.SetEnabledAsync(new ExpertId("t", "1"), true);
        await cluster.KnownEverywhereAsync();
        await AskAsync(cluster);
    }

    [Fact]
    public async Task Remove_ActiveExpert_LeavesTheSilosAndIsNotKnownAnyMore()
    {
        await using var cluster = await AgentCluster.StartAsync(2);
        await cluster.AddAsync(Given.Teller("t", bytes: 10));
        await cluster.Client.Expert(new ExpertId("t", "1")).AskAsync(Given.Text(), Token);

        await cluster.Catalog.RemoveAsync(new ExpertId("t", "1"));
        await cluster.KnownEverywhereAsync();

        await Until.HoldsAsync(() => cluster.ActiveOn("t@1").Length == 0, "the expert is active nowhere");
        await Assert.ThrowsAsync<ExpertNotFoundException>(() => cluster.Client.Expert(new ExpertId("t", "1")).AskAsync(Given.Text(), Token).AsTask());
    }

    [Fact]
    public async Task Add_ModelFromTheContentStore_RunsOnAnySilo()
    {
        await using var cluster = await AgentCluster.StartAsync(2);
        var manifest = await Given.ModelAsync(cluster.Content);
        await cluster.AddAsync(manifest);
        var tensor = Tensor.Create<float>(new float[12], new TensorShape([3, 4]));

        foreach (var silo in cluster.Silos)
        {
            var expert = Assert.IsType<IModelExpert>(AgentCluster.Of<IExpertDirectory>(silo).Find("model")!.Expert, exactMatch: false);
            await expert.Model!.LoadAsync(Token);
            Assert.Equal(["x"], expert.Model.Inputs.Select(input => input.Name));
            var outputs = await expert.Model.RunAsync(new Dictionary<string, Tensor> { ["x"] = tensor }, Token);
            Assert.Equal([3, 2], outputs["y"].Shape.Dimensions.ToArray().Select(length => (int)length));
        }

        var described = await cluster.Client.Expert(manifest.Id).DescribeAsync(Token);
        Assert.Equal(manifest.ModelHash, described.Manifest.ModelHash);
        Assert.Equal([-1, 4], described.Inputs[0].Dimensions);

        // What it takes follows from its file.
        Assert.InRange(described.Manifest.Hardware.MemoryBytes!.Value, 100, 1000);
        var reply = await cluster.Client.Expert(manifest.Id).AskAsync(new Request { Task = ExpertTask.Classify, Inputs = [new TensorInput(tensor)] }, Token);
        Assert.Equal(manifest.ModelHash, reply.ModelHash);
    }

    [Fact]
    public async Task Add_FileIsMissingOrDamaged_IsRefused()
    {
        await using var cluster = await AgentCluster.StartAsync(1);
        var manifest = await Given.ModelAsync(cluster.Content);
        var path = await cluster.Content.GetAsync(manifest.ModelHash!, Token);
        var bytes = await File.ReadAllBytesAsync(path, Token);
        bytes[^1] ^= 1;
        File.SetAttributes(path, FileAttributes.Normal);
        await File.WriteAllBytesAsync(path, bytes, Token);

        var damaged = await Assert.ThrowsAsync<InvalidManifestException>(() => cluster.Catalog.AddAsync(manifest).AsTask());
        Assert.Equal("files[0].sha256", damaged.Field);
        var missing = await Assert.ThrowsAsync<InvalidManifestException>(() => cluster.Catalog.AddAsync(
            manifest with { Files = [new ManifestFile("model.onnx", new string('0', 64))] }).AsTask());
        Assert.Contains("is not in the store", missing.Message, StringComparison.Ordinal);
        Assert.Empty((await cluster.Catalog.GetAsync())!.Entries);
    }

    [Fact]
    public async Task Ask_FileWasDamagedAfterItWasAdded_FailsWithTheExpertsError()
    {
        await using var cluster = await AgentCluster.StartAsync(1);
        var manifest = await Given.ModelAsync(cluster.Content);
        await cluster.AddAsync(manifest);
        var path = await cluster.Content.GetAsync(manifest.ModelHash!, Token);
        File.SetAttributes(path, FileAttributes.Normal);
        await File.WriteAllTextAsync(path, "not a model", Token);

        var error = await Assert.ThrowsAsync<ExpertFailedException>(() => cluster.Client.Expert(manifest.Id).DescribeAsync(Token).AsTask());

        Assert.Equal(manifest.Id, error.Expert);
    }

    [Fact]
    public async Task Change_Wrong_IsRefusedWithTheField()
    {
        await using var cluster = await AgentCluster.StartAsync(1);
        await cluster.AddAsync(Given.Teller("t"));

        Assert.Equal("manifest", (await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Catalog.AddAsync(Given.Teller("t")).AsTask())).Field);
        Assert.Equal("share", (await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Catalog.SetShareAsync(new ExpertId("t", "1"), 1.5).AsTask())).Field);
        Assert.Equal("share", (await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Catalog.AddAsync(Given.Teller("u"), double.NaN).AsTask())).Field);
        Assert.Equal("version", (await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Catalog.RollBackAsync(99).AsTask())).Field);
        await Assert.ThrowsAsync<ExpertNotFoundException>(() => cluster.Catalog.RemoveAsync(new ExpertId("u", "1")).AsTask());
        await Assert.ThrowsAsync<InvalidManifestException>(() => cluster.Catalog.AddAsync(Given.Teller("v") with { Tasks = [] }).AsTask());
        Assert.Equal(1, (await cluster.Catalog.GetAsync())!.Version);
    }

    [Fact]
    public async Task Change_CatalogWasDeactivated_IsStillThere()
    {
        await using var cluster = await AgentCluster.StartAsync(2);
        await cluster.AddAsync(Given.Teller("t"));

        await cluster.Cluster.DeactivateAsync(cluster.Catalog);

        var catalog = (await cluster.Catalog.GetAsync())!;
        Assert.Equal((1, "added t@1 with share 1"), (catalog.Version, catalog.Change));
    }

    [Fact]
    public async Task Change_Any_IsPublishedOnTheStream()
    {
        await using var cluster = await AgentCluster.StartAsync(2);
        var seen = new System.Collections.Concurrent.ConcurrentQueue<Catalog>();
        var stream = cluster.Cluster.Client.GetStreamProvider(ClusterStreams.Provider).GetStream<Catalog>(ClusterStreams.CatalogChanges, ICatalogGrain.Key);
        await stream.SubscribeAsync((catalog, _) =>
        {
            seen.Enqueue(catalog);
            return Task.CompletedTask;
        });

        await cluster.AddAsync(Given.Teller("t"));

        await Until.HoldsAsync(() => seen.Any(catalog => catalog.Version == 1), "the change arrives on the stream");
    }

    private static async Task<double> ShareOfSecondAsync(AgentCluster cluster, int requests)
    {
        var second = 0;
        for (var i = 0; i < requests; i++)
        {
            var answer = await AskAsync(cluster);
            second += answer.Contributions.Single().Expert.Version == "2" ? 1 : 0;
        }

        return (double)second / requests;
    }

    private static Task<Answer> AskAsync(AgentCluster cluster) => cluster.Client.Router().AskAsync(Given.Text(), Token).AsTask();
}
