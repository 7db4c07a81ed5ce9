using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace IndustrialAgents.Experts;

/// <summary>
/// Contents as files <c>objects/ab/abcd…</c> of a folder. A file appears there whole or not at all: it is written in <c>incoming</c> and moved.
/// Thread-safe, also between processes that share the folder.
/// </summary>
internal sealed class ContentFolder
{
    // What a process that ended left behind; anything younger may still be written by another one.
    private static readonly TimeSpan LeftBehind = TimeSpan.FromDays(1);

    private readonly string _objects;
    private readonly string _incoming;
    private readonly long _maxBytes;
    private readonly ConcurrentDictionary<string, (long Length, DateTime Written)> _verified = new(StringComparer.Ordinal);

    public ContentFolder(string folder, long maxBytes)
    {
        Name = Path.GetFullPath(folder);
        _objects = Path.Combine(Name, "objects");
        _incoming = Path.Combine(Name, "incoming");
        _maxBytes = maxBytes;
    }

    /// <summary>Full path of the folder.</summary>
    public string Name { get; }

    public string PathOf(string sha256) => Path.Combine(_objects, sha256[..2], sha256);

    public bool Contains(string sha256) => File.Exists(PathOf(sha256));

    /// <summary>All contents with their sizes and when they were written.</summary>
    public IEnumerable<FileInfo> Files() => Directory.Exists(_objects)
        ? new DirectoryInfo(_objects).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => ContentHash.Is(file.Name))
        : [];

    /// <summary>Writes a content into a file of its own.</summary>
    /// <param name="content">The content, read to its end.</param>
    /// <param name="name">What it is called where it is too large.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ContentTooLargeException">It is larger than the folder takes.</exception>
    public async Task<StagedContent> StageAsync(Stream content, string name, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_incoming);
        SweepIncoming();
        var path = Path.Combine(_incoming, Guid.NewGuid().ToString("n"));
        try
        {
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                var (sha256, length) = await CopyAsync(content, file, name, cancellationToken).ConfigureAwait(false);

                // On the disk before it has its name: after a power loss there is no empty file of that name.
                file.Flush(flushToDisk: true);
                return new StagedContent(path, sha256, length);
            }
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Gives a staged content its name.</summary>
    public string Publish(StagedContent staged)
    {
        var path = PathOf(staged.Sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(staged.Path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        // Replaces what is there, which may be damaged; those who have it open or linked keep what they have.
        if (!IsIntact(staged.Sha256))
        {
            File.Move(staged.Path, path, overwrite: true);
            Remember(staged.Sha256, new FileInfo(path));
        }

        return path;
    }

    /// <summary>The file of a content whose hash was checked; null where there is none. A damaged one is deleted.</summary>
    /// <param name="sha256">Its hash.</param>
    /// <param name="damaged">The hash of the file that was deleted; null where none was.</param>
    public string? Find(string sha256, out string? damaged)
    {
        damaged = null;
        var file = new FileInfo(PathOf(sha256));
        if (!file.Exists)
        {
            return null;
        }

        if (_verified.TryGetValue(sha256, out var known) && known == (file.Length, file.LastWriteTimeUtc))
        {
            return file.FullName;
        }

        var actual = ExpertFiles.Hash(file.FullName);
        if (actual == sha256)
        {
            Remember(sha256, file);
            return file.FullName;
        }

        damaged = actual;
        Delete(sha256);
        return null;
    }

    public void Delete(string sha256)
    {
        _verified.TryRemove(sha256, out _);
        File.Delete(PathOf(sha256));
    }

    private bool IsIntact(string sha256)
    {
        try
        {
            return Find(sha256, out _) is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Remember(string sha256, FileInfo file) => _verified[sha256] = (file.Length, file.LastWriteTimeUtc);

    private async Task<(string Sha256, long Length)> CopyAsync(Stream content, FileStream file, string name, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 << 10];
        var length = 0L;
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            length += read;
            if (length > _maxBytes)
            {
                throw new ContentTooLargeException(name, _maxBytes);
            }

            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        return (Convert.ToHexStringLower(hash.GetCurrentHash()), length);
    }

    private void SweepIncoming()
    {
        foreach (var file in new DirectoryInfo(_incoming).EnumerateFiles())
        {
            if (DateTime.UtcNow - file.LastWriteTimeUtc > LeftBehind)
            {
                file.Delete();
            }
        }
    }
}
