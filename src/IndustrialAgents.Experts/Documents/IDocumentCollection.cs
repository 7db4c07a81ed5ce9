namespace IndustrialAgents.Experts;

/// <summary>The documents that one expert answers from. Thread-safe.</summary>
public interface IDocumentCollection
{
    /// <summary>All documents, by name.</summary>
    /// <exception cref="ExpertFailedException">They cannot be read.</exception>
    ValueTask<IReadOnlyList<StoredDocument>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds a document, or replaces the one of its name: whole, or not at all.</summary>
    /// <param name="name">Its file name, whose ending says how it is read.</param>
    /// <param name="bytes">Its content; not changed and not kept.</param>
    /// <param name="asset">The asset it is about; null for all.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="InvalidRequestException">It cannot be read, is beyond a limit, or is kept elsewhere; the message says which.</exception>
    /// <exception cref="IOException">It could not be stored.</exception>
    ValueTask<StoredDocument> AddAsync(string name, byte[] bytes, AssetPath? asset, CancellationToken cancellationToken);

    /// <summary>Removes a document.</summary>
    /// <exception cref="DocumentNotFoundException">There is none of that id.</exception>
    /// <exception cref="InvalidRequestException">It is kept elsewhere; the message says where.</exception>
    /// <exception cref="IOException">It could not be removed.</exception>
    ValueTask RemoveAsync(long id, CancellationToken cancellationToken);

    /// <summary>Finds the passages that fit a question best.</summary>
    /// <param name="question">The question.</param>
    /// <param name="top">The most passages; null for the expert's own number.</param>
    /// <param name="asset">The asset it is about; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ExpertFailedException">The documents cannot be read.</exception>
    ValueTask<Passages> SearchAsync(string question, int? top, AssetPath? asset, CancellationToken cancellationToken);
}
