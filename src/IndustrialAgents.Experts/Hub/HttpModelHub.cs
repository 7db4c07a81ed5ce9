namespace IndustrialAgents.Experts;

/// <summary>
/// A model hub that speaks the protocol of Hugging Face: revisions and files as JSON under <c>/api/models</c>, contents under
/// <c>/{repository}/resolve/{commit}</c>, redirected to where they are stored. Thread-safe.
/// </summary>
public sealed class HttpModelHub : IModelHub, IDisposable
{
    private const int MaxPages = 1000;

    private readonly ModelHubOptions _options;
    private readonly TimeProvider _time;
    private readonly HubConnection _connection;

    /// <summary>Opens a hub; nothing is asked yet.</summary>
    /// <exception cref="ModelHubException">An option is wrong.</exception>
    public HttpModelHub(ModelHubOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_options, _time) = (options, time);
        _connection = new HubConnection(options, time);
    }

    /// <inheritdoc/>
    public async Task<HubModel> FindAsync(HubReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var what = reference.ToString();
        var model = At($"api/models/{reference.Repository}/revision/{Uri.EscapeDataString(reference.Revision)}");
        var (json, _) = await ReadAsync(model, what, cancellationToken).ConfigureAwait(false);
        var (commit, license, gated) = HubAnswers.ReadModel(json, what);
        return new HubModel(reference.Repository, commit, await ListAsync(reference.Repository, commit, what, cancellationToken).ConfigureAwait(false))
        {
            Source = At($"{reference.Repository}/tree/{commit}").ToString(),
            License = license,
            IsGated = gated,
        };
    }

    /// <inheritdoc/>
    public async Task DownloadAsync(HubModel model, HubFile file, string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(file);
        if (file.Size > _options.MaxFileBytes)
        {
            throw new ModelHubException($"{file.Path} of {model.Repository} has {file.Size:N0} bytes; at most {_options.MaxFileBytes:N0} are taken");
        }

        var address = At($"{model.Repository}/resolve/{model.Commit ?? "main"}/{string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString))}");
        await new PartFile(file, path, _options.KeepFree, _time)
            .BringAsync((part, token) => FillAsync(address, model, file, part, progress, token), cancellationToken).ConfigureAwait(false);
        progress?.Report(file.Size);
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _connection.Dispose();

    private async Task FillAsync(Uri address, HubModel model, HubFile file, FileStream part, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var what = $"{file.Path} of {model.Repository}";
        var transfer = new HubTransfer(_connection, address, file, what);
        for (var resumes = 0; part.Length < file.Size; resumes++)
        {
            if (resumes > _options.MaxResumes)
            {
                throw new ModelHubUnreachableException(
                    $"{what} broke off {resumes} times, with {part.Length:N0} of {file.Size:N0} bytes here; the next try goes on from there");
            }

            await _connection.RepeatAsync(what, token => transfer.ReceiveAsync(part, progress, token), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<HubFile>> ListAsync(string repository, string commit, string what, CancellationToken cancellationToken)
    {
        var tree = $"api/models/{repository}/tree/{commit}";
        var files = new List<HubFile>();
        var query = "?recursive=true";
        for (var page = 0; query is not null; page++)
        {
            var (json, next) = await ReadAsync(At(tree + query), what, cancellationToken).ConfigureAwait(false);
            files.AddRange(HubAnswers.ReadTree(json, what));
            if (files.Count > _options.MaxFiles || page >= MaxPages)
            {
                throw new ModelHubException($"{what} has more than {(page >= MaxPages ? $"{MaxPages} pages" : $"{_options.MaxFiles}")} of files; it is not read further");
            }

            // A mirror may name the hub behind it in its links: the page is asked for where the list was.
            query = next?.Query;
        }

        return files;
    }

    private Task<(byte[] Json, Uri? Next)> ReadAsync(Uri address, string what, CancellationToken cancellationToken) => _connection.RepeatAsync(
        what,
        async token =>
        {
            using var stall = _connection.StartStallTimer(token);
            using var response = await _connection.GetAsync(address, 0, what, stall, token).ConfigureAwait(false);
            return (await ReadBoundedAsync(response, what, stall, token).ConfigureAwait(false), Next(response, address));
        },
        cancellationToken);

    private async Task<byte[]> ReadBoundedAsync(HttpResponseMessage response, string what, StallTimer stall, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        try
        {
            var body = new ProgressStream(await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false), stall);
            await using (body.ConfigureAwait(false))
            {
                var buffer = new byte[1 << 16];
                while (await body.ReadAsync(buffer, stall.Token).ConfigureAwait(false) is var read and > 0)
                {
                    all.Write(buffer, 0, read);
                    if (all.Length > _options.MaxAnswerBytes)
                    {
                        throw new ModelHubException($"{what}: the hub's answer has more than {_options.MaxAnswerBytes:N0} bytes; it is not read further");
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new TransientHubException($"its answer broke off: {e.Message}", null, e);
        }

        return all.ToArray();
    }

    // Link: <https://.../tree/...?recursive=true&cursor=...>; rel="next"
    private static Uri? Next(HttpResponseMessage response, Uri address)
    {
        var links = response.Headers.TryGetValues("Link", out var values) ? values.SelectMany(value => value.Split(',')) : [];
        foreach (var link in links)
        {
            var (open, close) = (link.IndexOf('<', StringComparison.Ordinal), link.IndexOf('>', StringComparison.Ordinal));
            if (open >= 0 && close > open && link[close..].Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase)
                && Uri.TryCreate(address, link[(open + 1)..close], out var next) && next.Query.Length > 0)
            {
                return next;
            }
        }

        return null;
    }

    private Uri At(string path) => new($"{_options.Endpoint.ToString().TrimEnd('/')}/{path}");
}
