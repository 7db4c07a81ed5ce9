namespace IndustrialAgents.Experts;

/// <summary>Adds files to content stores.</summary>
public static class ContentStoreExtensions
{
    /// <summary>Stores a file; returns once it is there.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="cancellationToken">Ends it; nothing is stored then.</param>
    /// <returns>SHA-256 of the file, 64 lower-case hex digits.</returns>
    /// <exception cref="ContentTooLargeException">It is larger than the store takes.</exception>
    /// <exception cref="IOException">The file cannot be read or could not be stored.</exception>
    public static async ValueTask<string> AddFileAsync(this IContentStore store, string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            return await store.AddAsync(file, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stores all files of an expert's folder, so that other machines can materialise it from its manifest.</summary>
    /// <param name="store">The store.</param>
    /// <param name="folder">The folder with the manifest.</param>
    /// <param name="cancellationToken">Ends it; files stored before stay.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="InvalidManifestException">The manifest is wrong, or a file is missing or has another hash.</exception>
    /// <exception cref="ContentTooLargeException">A file is larger than the store takes.</exception>
    /// <exception cref="IOException">A file could not be stored.</exception>
    public static async ValueTask<Manifest> AddExpertAsync(this IContentStore store, string folder, CancellationToken cancellationToken)
    {
        var manifest = ManifestReader.ReadFolder(folder);
        ExpertFiles.Verify(manifest, folder);
        foreach (var file in manifest.Files)
        {
            if (!await store.ContainsAsync(file.Sha256, cancellationToken).ConfigureAwait(false))
            {
                await store.AddFileAsync(Path.Combine(folder, file.Path), cancellationToken).ConfigureAwait(false);
            }
        }

        return manifest;
    }
}
