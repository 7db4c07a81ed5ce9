using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IndustrialAgents.Experts.Tests.Content;

public sealed class HttpContentStoreTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly HttpClient _client = new();
    private ContentServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ContentServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task GetAsync_ContentAddedByAnotherMachine_IsFetchedOnce()
    {
        var content = Contents.Of(1, 500_000);
        var sha256 = await Store("other").AddAsync(content);
        var store = Store();

        Assert.Equal(content, _server.Objects[sha256]);
        Assert.True(await store.ContainsAsync(sha256, Token));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => store.GetAsync(sha256, Token).AsTask()));
        Assert.Equal(content, await store.ReadAsync(sha256));
        Assert.Equal(content, await Store().ReadAsync(sha256));
        Assert.Equal(["HEAD", "PUT", "HEAD", "GET"], _server.Requests);
    }

    [Fact]
    public async Task AddAsync_ContentThatIsThere_IsNotSentAgain()
    {
        await Store().AddAsync(Contents.Of(1));
        await Store().AddAsync(Contents.Of(1));
        Assert.Single(_server.Requests, "PUT");
    }

    [Fact]
    public async Task GetAsync_MissingContent_NamesHashAndRemedy()
    {
        var sha256 = new string('a', 64);
        var error = await Assert.ThrowsAsync<ContentNotFoundException>(async () => await Store().GetAsync(sha256, Token));
        Assert.Contains(sha256, error.Message, StringComparison.Ordinal);
        Assert.False(await Store().ContainsAsync(sha256, Token));
    }

    [Fact]
    public async Task GetAsync_ServerGivesOtherContent_KeepsNothing()
    {
        var sha256 = Contents.Hash(Contents.Of(1));
        _server.Objects[sha256] = Contents.Of(2);
        await Assert.ThrowsAsync<ContentDamagedException>(async () => await Store().GetAsync(sha256, Token));
        Assert.Empty(Cached());

        _server.Objects[sha256] = Contents.Of(1);
        Assert.Equal(Contents.Of(1), await Store().ReadAsync(sha256));
    }

    [Fact]
    public async Task GetAsync_CachedContentDamaged_IsFetchedAnew()
    {
        var store = Store();
        var sha256 = await store.AddAsync(Contents.Of(1));
        Contents.Damage(await store.GetAsync(sha256, Token));
        Assert.Equal(Contents.Of(1), await store.ReadAsync(sha256));
    }

    [Fact]
    public async Task GetAsync_CachedContentDamagedAndServerLacksIt_DeletesItAndSaysSo()
    {
        var store = Store();
        var sha256 = await store.AddAsync(Contents.Of(1));
        _server.Objects.Clear();
        Contents.Damage(await store.GetAsync(sha256, Token));
        await Assert.ThrowsAsync<ContentNotFoundException>(async () => await store.GetAsync(sha256, Token));
        Assert.Empty(Cached());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetAsync_ContentTooLarge_KeepsNothing(bool lengthIsSaid)
    {
        var sha256 = Contents.Hash(Contents.Of(1, 2_000_000));
        _server.Instead = async context =>
        {
            context.Response.ContentLength = lengthIsSaid ? 2_000_000 : null;
            await context.Response.Body.WriteAsync(Contents.Of(1, 2_000_000), context.RequestAborted);
        };
        await Assert.ThrowsAsync<ContentTooLargeException>(async () => await Store().GetAsync(sha256, Token));
        Assert.Empty(Cached());
    }

    [Fact]
    public async Task GetAsync_ConnectionBreaks_IsAnIOExceptionAndMayBeTriedAgain()
    {
        var store = Store();
        var sha256 = Contents.Hash(Contents.Of(1));
        _server.Objects[sha256] = Contents.Of(1);
        _server.Instead = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync(Contents.Of(1, 100));
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        await Assert.ThrowsAnyAsync<IOException>(async () => await store.GetAsync(sha256, Token));
        _server.Instead = null;
        Assert.Equal(Contents.Of(1), await store.ReadAsync(sha256));
    }

    [Fact]
    public async Task GetAsync_TransferStalls_IsGivenUp()
    {
        var begun = new TaskCompletionSource();
        _server.Instead = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync(Contents.Of(1, 100));
            await context.Response.Body.FlushAsync();
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        var get = Store().GetAsync(Contents.Hash(Contents.Of(1)), Token).AsTask();
        await begun.Task;
        await Until.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(10));
                return get.IsCompleted;
            },
            "the transfer is given up");
        Assert.Contains("stalled", (await Assert.ThrowsAsync<IOException>(() => get)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddAsync_ServerTakesNothing_IsGivenUp()
    {
        var begun = new TaskCompletionSource();
        _server.Instead = async context =>
        {
            if (HttpMethods.IsHead(context.Request.Method))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        var add = Store().AddAsync(Contents.Of(1)).AsTask();
        await begun.Task;
        await Until.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(10));
                return add.IsCompleted;
            },
            "the transfer is given up");
        await Assert.ThrowsAsync<IOException>(() => add);
        Assert.Empty(Cached());
    }

    [Fact]
    public async Task AnyCall_ServerFails_IsAnIOExceptionThatSaysWhy()
    {
        _server.Instead = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        };
        var sha256 = new string('a', 64);
        Assert.Contains("503", (await Assert.ThrowsAsync<IOException>(async () => await Store().GetAsync(sha256, Token))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(async () => await Store().ContainsAsync(sha256, Token));
        await Assert.ThrowsAsync<IOException>(async () => await Store().AddAsync(Contents.Of(1)));
        var store = Store();
        await _server.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(async () => await store.GetAsync(sha256, Token));
    }

    [Fact]
    public async Task GetAsync_CacheFull_ForgetsTheOneNotUsedLongest()
    {
        var store = Store(cacheBytes: 3_000);
        var hashes = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            hashes.Add(await store.AddAsync(Contents.Of(i)));
            _time.Advance(TimeSpan.FromMinutes(10));
        }

        await store.GetAsync(hashes[0], Token);
        await store.AddAsync(Contents.Of(3));
        Assert.Equal([hashes[0], hashes[2], Contents.Hash(Contents.Of(3))], Cached().ToHashSet(), new SetComparer());
        Assert.Equal(Contents.Of(1), await store.ReadAsync(hashes[1]));
    }

    [Fact]
    public async Task GetAsync_CacheFullOfFilesInUse_KeepsThem()
    {
        var store = Store(cacheBytes: 3_000);
        for (var i = 0; i < 5; i++)
        {
            await store.AddAsync(Contents.Of(i));
        }

        Assert.Equal(5, Cached().Count);
        _time.Advance(TimeSpan.FromMinutes(6));
        await store.AddAsync(Contents.Of(5));
        Assert.Equal(3, Cached().Count);
    }

    [Theory]
    [InlineData("ftp://host/models", "contentStore.address")]
    [InlineData("http://user:secret@host/models", "contentStore.address")]
    public void Constructor_AddressThatIsNone_NamesIt(string address, string field)
    {
        var options = new HttpContentStoreOptions { Address = new Uri(address), CacheFolder = _folder.Path };
        Assert.Equal(field, Assert.Throws<InvalidRequestException>(() => new HttpContentStore(_client, options, _time, NullLogger<HttpContentStore>.Instance)).Field);
    }

    private List<string> Cached() => Directory.Exists(_folder["cache/objects"])
        ? [.. Directory.EnumerateFiles(_folder["cache/objects"], "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path))]
        : [];

    private HttpContentStore Store(string cache = "cache", long cacheBytes = 1 << 24) => new(
        _client,
        new HttpContentStoreOptions { Address = _server.Address, CacheFolder = _folder[cache], MaxObjectBytes = Math.Min(cacheBytes, 1 << 20), MaxCacheBytes = cacheBytes },
        _time,
        NullLogger<HttpContentStore>.Instance);

    private sealed class SetComparer : IEqualityComparer<IEnumerable<string>>
    {
        public bool Equals(IEnumerable<string>? x, IEnumerable<string>? y) => x!.ToHashSet().SetEquals(y!);

        public int GetHashCode(IEnumerable<string> obj) => 0;
    }
}
