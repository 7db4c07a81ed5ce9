using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>Looks at a folder of documents at once, after every change and every few seconds, until it is disposed.</summary>
internal sealed class WatchedFolder : IAsyncDisposable
{
    private static readonly LocalExpertDirectoryOptions Defaults = new();

    private readonly CancellationTokenSource _stopping = new();
    private readonly FolderWatch _watch;

    public WatchedFolder(string folder, FolderDocuments documents, TimeProvider time, ILogger logger)
    {
        _watch = new FolderWatch([folder], Defaults.PollInterval, Defaults.SettleTime, time, () => documents.Look(_stopping.Token), logger);
        _watch.Look();
    }

    /// <summary>The place of a folder that may be watched.</summary>
    /// <param name="folder">The folder, absolute or relative to the expert's.</param>
    /// <param name="home">The expert's folder.</param>
    /// <param name="file">The file of documents.</param>
    /// <param name="problem">What is wrong with it; null where nothing is.</param>
    public static string Resolve(string folder, string home, string file, out string? problem)
    {
        var full = Final(Path.GetFullPath(Path.Combine(home, folder)));
        home = Final(Path.GetFullPath(home));
        problem = IsWithin(full, home) ? $"'{folder}' lies inside the expert's own folder, whose changes load the expert anew; name one outside {home}"
            : IsWithin(home, full) ? $"'{folder}' holds the expert's own folder; name one outside and beside {home}"
            : IsWithin(Path.GetFullPath(file), full) ? $"'{folder}' holds the file of documents {file}, which changes with each document; keep the file elsewhere"
            : null;
        return full;
    }

    /// <summary>Stops; a document that is being read is taken in first.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _watch.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static bool IsWithin(string path, string folder) =>
        Path.GetRelativePath(folder, path) is var relative && !Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static string Final(string path)
    {
        try
        {
            return Path.TrimEndingDirectorySeparator(Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        }
        catch (IOException)
        {
            return path;
        }
    }
}
