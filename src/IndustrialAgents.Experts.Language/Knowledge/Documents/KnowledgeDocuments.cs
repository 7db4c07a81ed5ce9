namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>The documents of one knowledge expert: those of its tenant. Documents are taken apart one at a time, so that memory is bounded. Thread-safe.</summary>
internal sealed class KnowledgeDocuments(ExpertId expert, KnowledgeOptions options, KnowledgeStore store, MeaningSearch search, string? folder) : IDocumentCollection, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public ValueTask<IReadOnlyList<StoredDocument>> ListAsync(CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<StoredDocument>>(() => [.. Reading(() => store.List(options.Tenant)).Select(Describe)], cancellationToken);

    public async ValueTask<StoredDocument> AddAsync(string name, byte[] bytes, AssetPath? asset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAsync(() => Describe(Intact(() => store.Add(options.Tenant, name, bytes, asset))), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask RemoveAsync(long id, CancellationToken cancellationToken) => await RunAsync(() => Intact(() => Remove(id)), cancellationToken).ConfigureAwait(false);

    public ValueTask<Passages> SearchAsync(string question, int? top, AssetPath? asset, CancellationToken cancellationToken)
    {
        InvalidRequestException.Require(!string.IsNullOrWhiteSpace(question), "question", "is empty; ask for something");
        InvalidRequestException.Require(top is null or (>= 1 and <= 100), "top", $"is {top}; it lies between 1 and 100");
        var request = new Request { Task = ExpertTask.Retrieve, Inputs = [new TextInput(question)], Asset = asset, Parameters = new RequestParameters { Top = top } };
        return new ValueTask<Passages>(Task.Run(() => SearchAsync(request, question, cancellationToken), cancellationToken));
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Passages> SearchAsync(Request request, string question, CancellationToken cancellationToken)
    {
        try
        {
            var (hits, _) = await search.SearchAsync(request, question, refresh: true, cancellationToken).ConfigureAwait(false);
            return new Passages([.. hits.Select(hit => hit.ToPassage())]);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new ExpertFailedException(expert, e.Message, e);
        }
    }

    private static StoredDocument Describe(KnowledgeDocument document) =>
        new(document.Id, document.Name, document.Asset, document.Sha256, document.Chunks, document.Encoding, document.Origin);

    private bool Remove(long id)
    {
        var document = store.Find(options.Tenant, id);
        InvalidRequestException.Require(document?.Origin is not { } origin || origin != folder, "id", $"{id} is '{document?.Name}' of the watched folder {folder}; delete the file there");
        return store.Remove(options.Tenant, id) ? true : throw new DocumentNotFoundException($"document {id} is not kept by {expert}; GET /v1/knowledge lists those that are");
    }

    // The caller's thread may be one that reads from the network.
    private static async ValueTask<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) => await Task.Run(work, cancellationToken).ConfigureAwait(false);

    private T Intact<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (InvalidDataException e)
        {
            throw new ExpertFailedException(expert, e.Message, e);
        }
    }

    private T Reading<T>(Func<T> work)
    {
        try
        {
            return Intact(work);
        }
        catch (IOException e)
        {
            throw new ExpertFailedException(expert, e.Message, e);
        }
    }
}
