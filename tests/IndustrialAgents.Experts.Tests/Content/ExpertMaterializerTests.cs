using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Experts.Tests.Content;

public sealed class ExpertMaterializerTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly FolderContentStore _store;

    public ExpertMaterializerTests() => _store = new FolderContentStore(new FolderContentStoreOptions { Folder = _folder["store"] });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MaterializeAsync_ManifestAlone_GivesAFolderThatLoads()
    {
        var manifest = await PublishAsync("a");
        using var expert = await Materializer().MaterializeAsync(manifest, Token);

        var loaded = new ExpertLoader(TestExperts.Catalog(), new FakeModels(_ => FakeModel.Mapping(1, v => v))).Load(expert.Folder);
        Assert.Equal(manifest.Id, loaded.Manifest.Id);
        Assert.Equal(ManifestReader.Write(manifest), ManifestReader.Write(expert.Manifest));
    }

    [Fact]
    public async Task MaterializeAsync_ManyAtOnce_MakeOneFolder()
    {
        var manifest = await PublishAsync("a");
        var materializer = Materializer();
        var experts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => materializer.MaterializeAsync(manifest, Token).AsTask(), Token)));

        Assert.Single(experts.Select(expert => expert.Folder).Distinct());
        Assert.Single(Directory.EnumerateDirectories(_folder["experts"]));
        Assert.Equal(experts[0].Folder, (await Materializer().MaterializeAsync(manifest, Token)).Folder);
    }

    [Fact]
    public async Task MaterializeAsync_SameVersionOtherContent_IsAnotherFolder()
    {
        var materializer = Materializer();
        using var first = await materializer.MaterializeAsync(await PublishAsync("a", model: 1), Token);
        using var second = await materializer.MaterializeAsync(await PublishAsync("a", model: 2), Token);
        Assert.NotEqual(first.Folder, second.Folder);
    }

    [Fact]
    public async Task MaterializeAsync_FileMissingInTheStore_LeavesNoFolder()
    {
        var manifest = await PublishAsync("a");
        File.Delete(await _store.GetAsync(manifest.ModelHash!, Token));
        Assert.Equal(manifest.ModelHash, (await Assert.ThrowsAsync<ContentNotFoundException>(async () => await Materializer().MaterializeAsync(manifest, Token))).Sha256);
        Assert.Empty(Directory.EnumerateDirectories(_folder["experts"]));
    }

    [Fact]
    public async Task MaterializeAsync_FolderDamaged_IsMadeAnew()
    {
        var manifest = await PublishAsync("a");
        var path = "";
        using (var expert = await Materializer().MaterializeAsync(manifest, Token))
        {
            path = Path.Combine(expert.Folder, manifest.Files[0].Path);
            Contents.Damage(path);
        }

        using var again = await Materializer().MaterializeAsync(manifest, Token);
        Assert.Equal(manifest.ModelHash, ExpertFiles.Hash(path));
    }

    [Fact]
    public async Task MaterializeAsync_LimitPassed_ForgetsTheOneNotUsedLongestButNoneInUse()
    {
        var materializer = Materializer(maxBytes: 2);
        var inUse = await materializer.MaterializeAsync(await PublishAsync("in-use"), Token);
        var folders = new List<string>();
        foreach (var name in new[] { "first", "second" })
        {
            using var expert = await materializer.MaterializeAsync(await PublishAsync(name), Token);
            folders.Add(expert.Folder);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.True(Directory.Exists(inUse.Folder));
        Assert.False(Directory.Exists(folders[0]));
        Assert.True(Directory.Exists(folders[1]));

        inUse.Dispose();
        inUse.Dispose();
        using var third = await materializer.MaterializeAsync(await PublishAsync("third"), Token);
        Assert.True(Directory.Exists(third.Folder));
        Assert.Equal(2, Directory.EnumerateDirectories(_folder["experts"]).Count());
    }

    [Fact]
    public async Task Constructor_LeftoversOfADeadProcess_AreSweptAndCounted()
    {
        using (await Materializer().MaterializeAsync(await PublishAsync("old"), Token))
        {
            Directory.CreateDirectory(_folder["experts/.making-x"]);
        }

        var materializer = Materializer(maxBytes: 1);
        Assert.False(Directory.Exists(_folder["experts/.making-x"]));
        using var expert = await materializer.MaterializeAsync(await PublishAsync("new"), Token);
        Assert.Equal([expert.Folder], Directory.EnumerateDirectories(_folder["experts"]));
    }

    [Theory]
    [InlineData("expert.json")]
    [InlineData("./Expert.json")]
    public async Task MaterializeAsync_FileOfTheManifestsName_IsRefused(string path)
    {
        var manifest = await PublishAsync("a");
        manifest = manifest with { Files = [manifest.Files[0], new ManifestFile(path, manifest.ModelHash!)] };
        Assert.Equal("files[1].path", (await Assert.ThrowsAsync<InvalidManifestException>(async () => await Materializer().MaterializeAsync(manifest, Token))).Field);
    }

    private async Task<Manifest> PublishAsync(string name, byte model = 1)
    {
        var source = $"source-{name}-{model}";
        if (!Directory.Exists(_folder[source]))
        {
            _folder.Save(source, name, model: model);
        }

        return await _store.AddExpertAsync(_folder[source], Token);
    }

    private ExpertMaterializer Materializer(long maxBytes = 1 << 20) =>
        new(_store, new ExpertMaterializerOptions { Folder = _folder["experts"], MaxBytes = maxBytes }, _time, NullLogger<ExpertMaterializer>.Instance);
}
