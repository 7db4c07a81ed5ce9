namespace IndustrialAgents.Experts;

/// <summary>Keeps files under the SHA-256 of their content, such as the models that experts on many machines need. Thread-safe.</summary>
public interface IContentStore
{
    /// <summary>A local file with a content, whose hash was checked. Link, copy or open it at once; do not write to it.</summary>
    /// <param name="sha256">SHA-256 of the content, 64 lower-case hex digits.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Path of the file.</returns>
    /// <exception cref="ContentNotFoundException">The store has no such content.</exception>
    /// <exception cref="ContentDamagedException">What it has is of another hash; the local file was deleted.</exception>
    /// <exception cref="ContentTooLargeException">It is larger than the store takes.</exception>
    /// <exception cref="InvalidRequestException">It is not a SHA-256.</exception>
    /// <exception cref="IOException">The store cannot be reached or read, or the local disk cannot be written; may be tried again.</exception>
    ValueTask<string> GetAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Whether the store has a content. It is not read for it.</summary>
    /// <param name="sha256">SHA-256 of the content, 64 lower-case hex digits.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidRequestException">It is not a SHA-256.</exception>
    /// <exception cref="IOException">The store cannot be reached.</exception>
    ValueTask<bool> ContainsAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Stores a content; returns once it is there. Content that is there already is stored once.</summary>
    /// <param name="content">The content, read from where it stands to its end.</param>
    /// <param name="cancellationToken">Ends it; nothing is stored then.</param>
    /// <returns>SHA-256 of the content, 64 lower-case hex digits.</returns>
    /// <exception cref="ContentTooLargeException">It is larger than the store takes.</exception>
    /// <exception cref="IOException">It could not be stored; may be tried again.</exception>
    ValueTask<string> AddAsync(Stream content, CancellationToken cancellationToken);
}
