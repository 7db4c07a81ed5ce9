namespace IndustrialAgents.Experts;

/// <summary>Knows the experts' folders of a materialiser, who uses them, and which may go. Thread-safe.</summary>
internal sealed class MaterializedFolders(string root, long maxBytes, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Counts the folders that an earlier process left, and deletes what it had not finished.</summary>
    public void Scan(string stagingPrefix)
    {
        foreach (var folder in new DirectoryInfo(root).EnumerateDirectories())
        {
            if (folder.Name.StartsWith(stagingPrefix, StringComparison.Ordinal))
            {
                folder.Delete(recursive: true);
                continue;
            }

            var bytes = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            _entries[folder.Name] = new Entry { Bytes = bytes, Used = folder.LastWriteTimeUtc };
        }
    }

    /// <summary>Says that a folder is in use, whether it is there yet or not.</summary>
    public void Use(string name)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(name, out var entry))
            {
                _entries[name] = entry = new Entry();
            }

            entry.Users++;
        }
    }

    /// <summary>Says how large a folder in use is, and makes room for it.</summary>
    public void Measure(string name, long bytes)
    {
        lock (_lock)
        {
            _entries[name].Bytes = bytes;
            MakeRoom();
        }
    }

    /// <summary>Says that one user is done.</summary>
    public void Release(string name)
    {
        lock (_lock)
        {
            var entry = _entries[name];
            entry.Users--;
            entry.Used = time.GetUtcNow();
            MakeRoom();
        }
    }

    private void MakeRoom()
    {
        var bytes = _entries.Values.Sum(entry => entry.Bytes);
        foreach (var (name, entry) in _entries.Where(e => e.Value.Users == 0).OrderBy(e => e.Value.Used).ToList())
        {
            if (bytes <= maxBytes)
            {
                return;
            }

            try
            {
                Directory.Delete(Path.Combine(root, name), recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // It was never made.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody reads it still; it goes the next time.
                continue;
            }

            bytes -= entry.Bytes;
            _entries.Remove(name);
        }
    }

    private sealed class Entry
    {
        public int Users { get; set; }

        public long Bytes { get; set; }

        public DateTimeOffset Used { get; set; }
    }
}
