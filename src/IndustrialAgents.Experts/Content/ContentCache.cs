namespace IndustrialAgents.Experts;

/// <summary>Keeps a folder of contents within its limit: the files not used longest go, except those used just now. Thread-safe.</summary>
internal sealed class ContentCache
{
    private readonly ContentFolder _folder;
    private readonly long _maxBytes;
    private readonly TimeSpan _keepTime;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Length, DateTimeOffset Used)> _entries = new(StringComparer.Ordinal);
    private long _bytes;

    public ContentCache(ContentFolder folder, long maxBytes, TimeSpan keepTime, TimeProvider time)
    {
        (_folder, _maxBytes, _keepTime, _time) = (folder, maxBytes, keepTime, time);
        foreach (var file in folder.Files())
        {
            _entries[file.Name] = (file.Length, file.LastWriteTimeUtc);
            _bytes += file.Length;
        }
    }

    /// <summary>The file of a content whose hash was checked, counted as used now; null where it is not there or was damaged.</summary>
    public string? Find(string sha256, out string? damaged)
    {
        Use(sha256);
        var path = _folder.Find(sha256, out damaged);
        if (path is null)
        {
            Forget(sha256);
        }

        return path;
    }

    /// <summary>Takes in a staged content, and makes room for it.</summary>
    public string Add(StagedContent staged)
    {
        lock (_lock)
        {
            var path = _folder.Publish(staged);
            Forget(staged.Sha256);
            _entries[staged.Sha256] = (staged.Length, _time.GetUtcNow());
            _bytes += staged.Length;
            MakeRoom();
            return path;
        }
    }

    private void Use(string sha256)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(sha256, out var entry))
            {
                _entries[sha256] = entry with { Used = _time.GetUtcNow() };
            }
        }
    }

    private void Forget(string sha256)
    {
        lock (_lock)
        {
            if (_entries.Remove(sha256, out var entry))
            {
                _bytes -= entry.Length;
            }
        }
    }

    private void MakeRoom()
    {
        if (_bytes <= _maxBytes)
        {
            return;
        }

        var inUse = _time.GetUtcNow() - _keepTime;
        foreach (var (sha256, entry) in _entries.Where(e => e.Value.Used < inUse).OrderBy(e => e.Value.Used).ToList())
        {
            _folder.Delete(sha256);
            Forget(sha256);
            if (_bytes <= _maxBytes)
            {
                return;
            }
        }
    }
}
