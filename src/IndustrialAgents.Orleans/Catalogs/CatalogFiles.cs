using IndustrialAgents.Experts;

namespace IndustrialAgents.Orleans.Catalogs;

/// <summary>Looks at the files of manifests that are to be added. Thread-safe.</summary>
internal sealed class CatalogFiles(IContentStore store)
{
    /// <summary>
    /// The manifest with the memory it takes, where its author left that to the size of its files: silos place experts whose files they do not
    /// have. The files are fetched for it, so one that is missing or damaged is found here rather than at the first request.
    /// </summary>
    /// <exception cref="InvalidManifestException">A file is not in the content store, or is damaged there.</exception>
    /// <exception cref="IOException">The content store cannot be reached.</exception>
    public async Task<Manifest> MeasureAsync(Manifest manifest)
    {
        var bytes = 0L;
        for (var i = 0; i < manifest.Files.Count; i++)
        {
            var file = manifest.Files[i];
            try
            {
                bytes += new FileInfo(await store.GetAsync(file.Sha256, CancellationToken.None).ConfigureAwait(false)).Length;
            }
            catch (Exception e) when (e is ContentNotFoundException or ContentDamagedException or ContentTooLargeException)
            {
                throw new InvalidManifestException(manifest.Id.ToString(), $"files[{i}].sha256", $"'{file.Path}': {e.Message}", e);
            }
        }

        return manifest.Hardware.MemoryBytes is null && bytes > 0
            ? manifest with { Hardware = manifest.Hardware with { MemoryBytes = bytes } }
            : manifest;
    }
}
