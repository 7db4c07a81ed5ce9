using System.Net;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts;

/// <summary>
/// A content store behind HTTP: <c>GET</c>, <c>HEAD</c> and <c>PUT</c> of <c>{address}/{sha256}</c>, as any file server with uploads offers, with a
/// bounded local cache. A transfer that breaks off begins anew. Thread-safe.
/// </summary>
public sealed partial class HttpContentStore : IContentStore
{
    private readonly HttpClient _client;
    private readonly HttpContentStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<HttpContentStore> _logger;
    private readonly ContentFolder _folder;
    private readonly ContentCache _cache;
    private readonly SingleFlight<string> _fetches = new();

    /// <summary>Opens a store; the cache folder is looked through, the server not asked yet.</summary>
    /// <param name="client">
    /// Sends the requests, with what they need of certificates and credentials; owned by the caller. Its own timeout counts for a whole upload, so
    /// make it infinite: the store ends what stalls.
    /// </param>
    /// <param name="options">Where server and cache are.</param>
    /// <param name="time">The clock of the cache and of stalled transfers.</param>
    /// <param name="logger">Where damage is told.</param>
    /// <exception cref="InvalidRequestException">An option is wrong.</exception>
    /// <exception cref="IOException">The cache folder cannot be read.</exception>
    public HttpContentStore(HttpClient client, HttpContentStoreOptions options, TimeProvider time, ILogger<HttpContentStore> logger)
    {
        options.Validate();
        (_client, _options, _time, _logger) = (client, options, time, logger);
        _folder = new ContentFolder(options.CacheFolder, options.MaxObjectBytes);
        _cache = new ContentCache(_folder, options.MaxCacheBytes, options.KeepTime, time);
    }

    /// <inheritdoc/>
    public async ValueTask<string> GetAsync(string sha256, CancellationToken cancellationToken)
    {
        ContentHash.Require(sha256);
        return await _fetches.RunAsync(sha256, () => FindOrFetchAsync(sha256), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ContainsAsync(string sha256, CancellationToken cancellationToken)
    {
        ContentHash.Require(sha256);
        using var request = new HttpRequestMessage(HttpMethod.Head, AddressOf(sha256));
        using var stall = new StallTimer(_options.StallTime, _time, cancellationToken);
        using var response = await SendAsync(request, stall, cancellationToken).ConfigureAwait(false);
        return response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Gone) && (response.IsSuccessStatusCode ? true : throw Refused(request, response));
    }

    /// <inheritdoc/>
    public async ValueTask<string> AddAsync(Stream content, CancellationToken cancellationToken)
    {
        using var staged = await OnDiskAsync(() => _folder.StageAsync(content, "the content", cancellationToken)).ConfigureAwait(false);
        if (!await ContainsAsync(staged.Sha256, cancellationToken).ConfigureAwait(false))
        {
            await PutAsync(staged, cancellationToken).ConfigureAwait(false);
        }

        await OnDiskAsync(() => Task.FromResult(_cache.Add(staged))).ConfigureAwait(false);
        return staged.Sha256;
    }

    private Task<string> FindOrFetchAsync(string sha256) => OnDiskAsync(() =>
    {
        if (_cache.Find(sha256, out var damaged) is { } path)
        {
            return Task.FromResult(path);
        }

        if (damaged is not null)
        {
            LogCacheDamaged(sha256, damaged);
        }

        return FetchAsync(sha256);
    });

    private async Task<string> FetchAsync(string sha256)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(sha256));
        using var stall = new StallTimer(_options.StallTime, _time, CancellationToken.None);
        using var response = await SendAsync(request, stall, CancellationToken.None).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            throw new ContentNotFoundException(sha256, _options.Address.ToString());
        }

        if (!response.IsSuccessStatusCode)
        {
            throw Refused(request, response);
        }

        if (response.Content.Headers.ContentLength > _options.MaxObjectBytes)
        {
            throw new ContentTooLargeException($"content {sha256}", _options.MaxObjectBytes);
        }

        using var staged = await StageAsync(sha256, response, stall).ConfigureAwait(false);
        if (staged.Sha256 != sha256)
        {
            throw new ContentDamagedException(sha256, _options.Address.ToString(), staged.Sha256);
        }

        LogFetched(sha256, staged.Length, _options.Address);
        return _cache.Add(staged);
    }

    private async Task<StagedContent> StageAsync(string sha256, HttpResponseMessage response, StallTimer stall)
    {
        try
        {
            var body = new ProgressStream(await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false), stall);
            await using (body.ConfigureAwait(false))
            {
                return await _folder.StageAsync(body, $"content {sha256}", stall.Token).ConfigureAwait(false);
            }
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e.Message, e);
        }
        catch (OperationCanceledException e)
        {
            throw Unreachable($"the transfer stalled for {_options.StallTime}", e);
        }
    }

    private async Task PutAsync(StagedContent staged, CancellationToken cancellationToken)
    {
        var file = new FileStream(staged.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            using var stall = new StallTimer(_options.StallTime, _time, cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Put, AddressOf(staged.Sha256)) { Content = new StreamContent(new ProgressStream(file, stall)) };
            request.Content.Headers.ContentLength = staged.Length;
            using var response = await SendAsync(request, stall, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw Refused(request, response);
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, StallTimer stall, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e.Message, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable($"it took nothing and answered nothing for {_options.StallTime}, or the client's own timeout passed", e);
        }
    }

    // The cache's disk may be full or read-only: one type of error for callers.
    private async Task<T> OnDiskAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"the cache {_folder.Name} cannot be used; check its permissions ({e.Message})", e);
        }
    }

    private Uri AddressOf(string sha256) => new($"{_options.Address.ToString().TrimEnd('/')}/{sha256}");

    private IOException Unreachable(string reason, Exception error) =>
        new($"the content store {_options.Address} cannot be reached: {reason}; check the address, or try again", error);

    private static IOException Refused(HttpRequestMessage request, HttpResponseMessage response) =>
        new($"the content store answered {(int)response.StatusCode} to {request.Method} {request.RequestUri}; check its log and the rights there, or try again");
}
