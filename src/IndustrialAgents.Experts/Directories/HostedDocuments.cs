namespace IndustrialAgents.Experts;

/// <summary>
/// The documents of a <see cref="HostedExpert"/>: the expert is not disposed while one of their calls is under way. What fails there says nothing of the
/// expert's answers, so it does not rest it.
/// </summary>
internal sealed class HostedDocuments(HostedExpert expert, IDocumentCollection inner) : IDocumentCollection
{
    public ValueTask<IReadOnlyList<StoredDocument>> ListAsync(CancellationToken cancellationToken) => CallAsync(documents => documents.ListAsync(cancellationToken));

    public ValueTask<StoredDocument> AddAsync(string name, byte[] bytes, AssetPath? asset, CancellationToken cancellationToken) =>
        CallAsync(documents => documents.AddAsync(name, bytes, asset, cancellationToken));

    public async ValueTask RemoveAsync(long id, CancellationToken cancellationToken) => await CallAsync(async documents =>
    {
        await documents.RemoveAsync(id, cancellationToken).ConfigureAwait(false);
        return true;
    }).ConfigureAwait(false);

    public ValueTask<Passages> SearchAsync(string question, int? top, AssetPath? asset, CancellationToken cancellationToken) =>
        CallAsync(documents => documents.SearchAsync(question, top, asset, cancellationToken));

    private async ValueTask<T> CallAsync<T>(Func<IDocumentCollection, ValueTask<T>> call)
    {
        if (!expert.TryEnter(out var successor))
        {
            return await call(successor?.Documents ?? throw expert.Gone()).ConfigureAwait(false);
        }

        try
        {
            return await call(inner).ConfigureAwait(false);
        }
        finally
        {
            expert.Leave();
        }
    }
}
