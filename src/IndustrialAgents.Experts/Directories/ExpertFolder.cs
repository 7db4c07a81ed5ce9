namespace IndustrialAgents.Experts;

/// <summary>What a directory knows of one expert's folder.</summary>
internal sealed class ExpertFolder(string path)
{
    private const int MaxFiles = 4096;

    public string Path { get; } = path;

    /// <summary>The expert that answers, which may be older than the folder's content where that is broken.</summary>
    public HostedExpert? Expert { get; set; }

    /// <summary>What is wrong with the folder; null where nothing is.</summary>
    public ExpertProblem? Problem { get; set; }

    /// <summary>Names, sizes and times of the files when they were last read.</summary>
    public string? Seen { get; set; }

    /// <summary>Folders with a manifest in a folder of experts, in order of their names.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IEnumerable<string> Find(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder)
            .Where(path => !System.IO.Path.GetFileName(path).StartsWith('.') && File.Exists(System.IO.Path.Combine(path, ManifestReader.FileName)))
            .Order(StringComparer.Ordinal)
        : [];

    /// <summary>
    /// Describes the files as they are now, to tell whether they changed without reading them. SQLite files are what an expert keeps, not what it is made of:
    /// they change while it runs, and it sees that itself.
    /// </summary>
    public string Look()
    {
        var files = new DirectoryInfo(Path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4 })
            .Where(file => !IsKept(file.Name))
            .Take(MaxFiles)
            .Select(file => FormattableString.Invariant($"{file.FullName}|{Length(file)}|{file.LastWriteTimeUtc.Ticks}"))
            .Order(StringComparer.Ordinal);
        return string.Join('\n', files);
    }

    private static bool IsKept(string name) =>
        name.EndsWith(".db", StringComparison.Ordinal) || name.EndsWith(".db-wal", StringComparison.Ordinal) || name.EndsWith(".db-shm", StringComparison.Ordinal) || name.EndsWith(".db-journal", StringComparison.Ordinal);

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            return -1;
        }
    }
}
