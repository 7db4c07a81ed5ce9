namespace IndustrialAgents.Experts;

/// <summary>
/// A folder that holds models without a network: in the layout of the hub's own cache (<c>models--owner--name/snapshots/commit</c>), or plain copies
/// of repositories, at the folder itself, at <c>name</c> or at <c>owner/name</c> within. Hashes are known only as far as the cache names its blobs
/// by them. Thread-safe.
/// </summary>
public sealed class FolderModelHub : IModelHub
{
    private const int MaxFiles = 100_000;
    private const int MaxCardBytes = 1 << 20;

    private readonly string _folder;
    private readonly long _keepFree;
    private readonly TimeProvider _time;

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="time">The clock of those who wait for each other.</param>
    /// <param name="keepFree">Bytes of the disk that stay free where files are brought to.</param>
    /// <exception cref="ModelHubException">It does not exist.</exception>
    public FolderModelHub(string folder, TimeProvider time, long keepFree = 256L << 20)
    {
        (_folder, _time, _keepFree) = (folder, time, keepFree);
        if (!Directory.Exists(folder))
        {
            throw new ModelHubException($"{folder} does not exist; name the folder that holds the models, such as a copy of the hub's cache");
        }
    }

    /// <inheritdoc/>
    public Task<HubModel> FindAsync(HubReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        cancellationToken.ThrowIfCancellationRequested();
        var (folder, commit) = FindSnapshot(reference) ?? FindPlain(reference)
            ?? throw new ModelHubException(
                $"{reference.Repository} is not in {_folder}; it is looked for as {CacheName(reference.Repository)}, as {reference.Repository}, and in the folder itself");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: System.IO.Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .Where(file => !file.Name.Split('/').Any(part => part.StartsWith('.')))
            .Take(MaxFiles + 1)
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => Describe(file.Path, file.Name))
            .ToList();
        return files.Count > MaxFiles
            ? throw new ModelHubException($"{folder} has more than {MaxFiles} files; name a folder that holds models only")
            : Task.FromResult(new HubModel(reference.Repository, commit, files) { Source = folder, License = ReadLicense(folder) });
    }

    /// <inheritdoc/>
    public async Task DownloadAsync(HubModel model, HubFile file, string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(file);
        HubAnswers.RequireInside(file.Path, model.Repository);
        var source = Path.Combine(model.Source, file.Path);
        await new PartFile(file, path, _keepFree, _time).BringAsync(
            async (part, token) =>
            {
                var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
                await using (from.ConfigureAwait(false))
                {
                    from.Position = part.Position = Math.Min(part.Length, from.Length);
                    await from.CopyToAsync(part, token).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
        progress?.Report(file.Size);
    }

    private static string CacheName(string repository) => "models--" + repository.Replace("/", "--", StringComparison.Ordinal);

    private (string Folder, string? Commit)? FindSnapshot(HubReference reference)
    {
        var name = CacheName(reference.Repository);
        var root = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_folder))) == name ? _folder : Path.Combine(_folder, name);
        var snapshots = Path.Combine(root, "snapshots");
        if (!Directory.Exists(snapshots))
        {
            return null;
        }

        var named = Path.Combine(root, "refs", reference.Revision);
        var commit = File.Exists(named) ? File.ReadAllText(named).Trim() : reference.Revision;
        var there = Directory.GetDirectories(snapshots).Select(Path.GetFileName).ToList();
        return there.Contains(commit)
            ? (Path.Combine(snapshots, commit), commit)
            : throw new ModelHubException($"{reference} is not in {root}; there are {string.Join(", ", there)}");
    }

    private (string Folder, string? Commit)? FindPlain(HubReference reference)
    {
        var name = reference.Repository.Split('/')[^1];
        var candidates = new[] { Path.Combine(_folder, reference.Repository), Path.Combine(_folder, name), _folder };
        return candidates.FirstOrDefault(folder => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.onnx", SearchOption.AllDirectories).Any()) is { } found
            ? (found, null)
            : null;
    }

    // The cache's files are links to blobs that are named by their hash.
    private static HubFile Describe(string path, string name)
    {
        var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true);
        var file = target is null ? new FileInfo(path) : new FileInfo(target.FullName);
        return file.Exists
            ? new HubFile(name, file.Length, target is null ? null : HubHash.From(file.Name))
            : throw new ModelHubException($"{path} is a link to {file.FullName}, which does not exist; copy the cache with what its links lead to");
    }

    private static HubLicense? ReadLicense(string folder)
    {
        var card = new FileInfo(Path.Combine(folder, "README.md"));
        return card.Exists && card.Length <= MaxCardBytes ? ModelCard.ReadLicense(File.ReadLines(card.FullName)) : null;
    }
}
