using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts.Language.Knowledge;

/// <summary>
/// Keeps the files of a folder and its folders as documents of a tenant: new ones are added, changed ones replaced, deleted ones removed. No links are followed. A file
/// that cannot be used is told once with the reason and keeps no other from being read; what was read of it earlier stays. Used by one thread at a time.
/// </summary>
internal sealed partial class FolderDocuments(string folder, bool assetFromFolder, string tenant, KnowledgeStore store, ILogger logger, Func<string, byte[]>? read = null)
{
    private const int MaxFiles = 100_000;
    private const int MaxDepth = 16;

    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);

    /// <summary>Takes in what changed since the last look, or since the last run.</summary>
    /// <param name="stopping">Ends it between two files.</param>
    public void Look(CancellationToken stopping)
    {
        try
        {
            Follow(stopping);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // The file of documents itself.
            Tell("", e.Message);
        }
    }

    private void Follow(CancellationToken stopping)
    {
        var files = new SortedDictionary<string, FileInfo>(StringComparer.Ordinal);
        var unread = new List<string>();
        Find(new DirectoryInfo(folder), "", files, unread);
        var documents = store.List(tenant).ToDictionary(document => document.Name, StringComparer.Ordinal);
        foreach (var (name, file) in files)
        {
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            Take(name, file, documents.GetValueOrDefault(name));
        }

        // A share that is away for a moment must not take its documents out.
        foreach (var gone in documents.Values.Where(document => document.Origin == folder && !files.ContainsKey(document.Name) && !unread.Exists(part => document.Name.StartsWith(part, StringComparison.Ordinal))))
        {
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            store.Remove(tenant, gone.Id);
            LogRemoved(logger, gone.Name, folder);
        }

        foreach (var name in _seen.Keys.Concat(_told.Keys).Where(name => !files.ContainsKey(name) && !unread.Contains(name)).ToList())
        {
            _seen.Remove(name);
            _told.Remove(name);
        }
    }

    private void Find(DirectoryInfo directory, string prefix, SortedDictionary<string, FileInfo> files, List<string> unread)
    {
        try
        {
            var folders = new List<DirectoryInfo>();
            foreach (var entry in directory.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = false }))
            {
                if (entry is DirectoryInfo inner)
                {
                    folders.Add(inner);
                }
                else if (files.Count < MaxFiles)
                {
                    files.Add(prefix + entry.Name, (FileInfo)entry);
                }
                else
                {
                    throw new IOException($"has more than {MaxFiles} files; the others are not read, split it into folders of several experts");
                }
            }

            foreach (var inner in folders)
            {
                if (prefix.Count(c => c == '/') + 1 >= MaxDepth)
                {
                    throw new IOException($"has folders more than {MaxDepth} deep, which are not read");
                }

                Find(inner, $"{prefix}{inner.Name}/", files, unread);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unread.Add(prefix);
            Tell(prefix, e.Message);
        }
    }

    private void Take(string name, FileInfo file, KnowledgeDocument? document)
    {
        try
        {
            var stamp = new Seen(file.Length, file.LastWriteTimeUtc, IsRefused: false);
            if (_seen.TryGetValue(name, out var seen) && seen with { IsRefused = false } == stamp && (seen.IsRefused || document is not null))
            {
                return;
            }

            if (document is { Origin: null })
            {
                Tell(name, $"a document of that name was added by hand or over HTTP; remove document {document.Id}, or rename the file");
                return;
            }

            Read(name, file, stamp, document);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It may pass, so it is tried again.
            Tell(name, e.Message);
        }
    }

    private void Read(string name, FileInfo file, Seen stamp, KnowledgeDocument? document)
    {
        try
        {
            // Pipes and devices have no length, and opening one may never end.
            InvalidRequestException.Require(stamp.Length > 0, "document", "is empty");
            InvalidRequestException.Require(stamp.Length <= store.Limits.MaxBytes, "document", $"has {stamp.Length} bytes; the limit is {store.Limits.MaxBytes}; split it");
            InvalidRequestException.Require(DocumentReader.Reads(name), "document", $"is of no kind that is read; its name must end in one of {string.Join(", ", DocumentReader.Endings)}");
            var asset = Asset(name);
            var bytes = (read ?? File.ReadAllBytes)(file.FullName);
            file.Refresh();
            if (!file.Exists || file.LinkTarget is not null || bytes.Length != stamp.Length || file.Length != stamp.Length || file.LastWriteTimeUtc != stamp.Written)
            {
                // Still being written: the next look reads it.
                return;
            }

            var added = store.Add(tenant, name, bytes, asset, folder);
            _seen[name] = stamp;
            _told.Remove(name);
            if (added.Id != document?.Id)
            {
                LogAdded(logger, name, folder, added.Chunks);
            }
        }
        catch (Exception e) when (e is not (IOException or UnauthorizedAccessException))
        {
            // Whatever a reader makes of a broken file, it is this file's alone; it is tried again once it changed.
            _seen[name] = stamp with { IsRefused = true };
            Tell(name, e.Message);
        }
    }

    private AssetPath? Asset(string name)
    {
        if (!assetFromFolder || name.LastIndexOf('/') is not (> 0 and var end))
        {
            return null;
        }

        return AssetPath.TryParse(name[..end], out var asset)
            ? asset
            : throw new InvalidRequestException("assetFromFolder", $"'{name[..end]}' is not an asset path; name the folders enterprise/site/area/line/cell in letters, digits, '_', '-' and '.'");
    }

    private void Tell(string name, string reason)
    {
        if (_told.GetValueOrDefault(name) != reason)
        {
            _told[name] = reason;
            LogRefused(logger, name.Length > 0 ? name : "the folder", folder, reason);
        }
    }

    private readonly record struct Seen(long Length, DateTime Written, bool IsRefused);
}
