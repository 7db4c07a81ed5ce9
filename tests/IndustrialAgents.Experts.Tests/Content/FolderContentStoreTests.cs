namespace IndustrialAgents.Experts.Tests.Content;

public sealed class FolderContentStoreTests
{
    private static readonly string Missing = new('0', 64);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_AddedContent_GivesItUnderItsHash()
    {
        using var folder = new TestFolder();
        var content = Contents.Of(1, 300_000);
        var sha256 = await Store(folder).AddAsync(content);

        Assert.Equal(Contents.Hash(content), sha256);
        Assert.True(await Store(folder).ContainsAsync(sha256, Token));
        Assert.Equal(content, await Store(folder).ReadAsync(sha256));
        Assert.Equal(folder[Path.Combine("objects", sha256[..2], sha256)], await Store(folder).GetAsync(sha256, Token));
        Assert.Empty(Directory.EnumerateFiles(folder["incoming"]));
    }

    [Fact]
    public async Task AddAsync_OneContentManyTimesAtOnce_StoresItOnce()
    {
        using var folder = new TestFolder();
        var content = Contents.Of(1, 200_000);
        var stores = new[] { Store(folder), Store(folder) };
        var hashes = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => stores[i % 2].AddAsync(content).AsTask(), Token)));

        Assert.All(hashes, sha256 => Assert.Equal(Contents.Hash(content), sha256));
        Assert.Equal(content, await Store(folder).ReadAsync(hashes[0]));
        Assert.Single(Directory.EnumerateFiles(folder["objects"], "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(folder["incoming"]));
    }

    [Fact]
    public async Task GetAsync_MissingContent_NamesHashAndRemedy()
    {
        using var folder = new TestFolder();
        var error = await Assert.ThrowsAsync<ContentNotFoundException>(async () => await Store(folder).GetAsync(Missing, Token));
        Assert.Equal(Missing, error.Sha256);
        Assert.Contains(Missing, error.Message, StringComparison.Ordinal);
        Assert.Contains("add the file", error.Message, StringComparison.Ordinal);
        Assert.False(await Store(folder).ContainsAsync(Missing, Token));
    }

    [Fact]
    public async Task GetAsync_DamagedContent_DeletesItUntilItIsAddedAgain()
    {
        using var folder = new TestFolder();
        var store = Store(folder);
        var sha256 = await store.AddAsync(Contents.Of(1));
        var path = await store.GetAsync(sha256, Token);
        Contents.Damage(path);

        Assert.Equal(sha256, (await Assert.ThrowsAsync<ContentDamagedException>(async () => await store.GetAsync(sha256, Token))).Sha256);
        Assert.False(File.Exists(path));
        await Assert.ThrowsAsync<ContentNotFoundException>(async () => await store.GetAsync(sha256, Token));
        await store.AddAsync(Contents.Of(1));
        Assert.Equal(Contents.Of(1), await store.ReadAsync(sha256));
    }

    [Fact]
    public async Task AddAsync_OverADamagedContent_Replaces()
    {
        using var folder = new TestFolder();
        var store = Store(folder);
        var sha256 = await store.AddAsync(Contents.Of(1));
        Contents.Damage(await store.GetAsync(sha256, Token));
        await store.AddAsync(Contents.Of(1));
        Assert.Equal(Contents.Of(1), await store.ReadAsync(sha256));
    }

    [Fact]
    public async Task AddAsync_TooLarge_LeavesNothing()
    {
        using var folder = new TestFolder();
        Assert.Equal(999, (await Assert.ThrowsAsync<ContentTooLargeException>(async () => await Store(folder, 999).AddAsync(Contents.Of(1)))).Limit);
        Assert.Equal(Contents.Hash(Contents.Of(1, 999)), await Store(folder, 999).AddAsync(Contents.Of(1, 999)));
        Assert.Empty(Directory.EnumerateFiles(folder["incoming"]));
    }

    [Fact]
    public async Task AddAsync_ReadingBreaksOff_LeavesNothing()
    {
        using var folder = new TestFolder();
        await Assert.ThrowsAsync<IOException>(async () => await Store(folder).AddAsync(new BrokenStream(), Token));
        Assert.Empty(Directory.EnumerateFiles(folder["incoming"]));
        Assert.False(Directory.Exists(folder["objects"]));
    }

    [Fact]
    public async Task AddAsync_LeftoversOfADeadProcess_AreSwept()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["incoming"]);
        await File.WriteAllTextAsync(folder["incoming/old"], "x", Token);
        await File.WriteAllTextAsync(folder["incoming/new"], "x", Token);
        File.SetLastWriteTimeUtc(folder["incoming/old"], DateTime.UtcNow.AddDays(-2));
        await Store(folder).AddAsync(Contents.Of(1));
        Assert.Equal("new", Path.GetFileName(Assert.Single(Directory.EnumerateFiles(folder["incoming"]))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../etc/passwd")]
    [InlineData("ABCDEF0000000000000000000000000000000000000000000000000000000000")]
    public async Task GetAsync_NoHash_IsRefused(string sha256)
    {
        using var folder = new TestFolder();
        Assert.Equal("sha256", (await Assert.ThrowsAsync<InvalidRequestException>(async () => await Store(folder).GetAsync(sha256, Token))).Field);
    }

    private static FolderContentStore Store(TestFolder folder, long limit = 1 << 20) =>
        new(new FolderContentStoreOptions { Folder = folder.Path, MaxObjectBytes = limit });

    private sealed class BrokenStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _reads++ == 0 ? ValueTask.FromResult(100) : throw new IOException("broken off");
    }
}
