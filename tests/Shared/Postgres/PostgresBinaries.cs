using System.Runtime.InteropServices;

namespace IndustrialAgents.Tests.Postgres;

/// <summary>Finds PostgreSQL's programs as Debian installs them.</summary>
internal static class PostgresBinaries
{
    private const string Root = "/usr/lib/postgresql";

    /// <summary>Folder of the newest installed version's programs; null where there is none.</summary>
    public static string? Folder { get; } = Directory.Exists(Root)
        ? Directory.EnumerateDirectories(Root)
            .Where(folder => File.Exists(Path.Combine(folder, "bin", "postgres")) && File.Exists(Path.Combine(folder, "bin", "initdb")))
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault()
        : null;

    /// <summary>Whether the server must run as another user, because it refuses to run as root.</summary>
    public static bool IsRoot { get; } = !OperatingSystem.IsWindows() && geteuid() == 0;

    /// <summary>Why no server can be started here; null where one can.</summary>
    public static string? Missing { get; } = Folder is null
        ? $"PostgreSQL is not installed: no {Root}/*/bin/postgres; apt-get install postgresql brings it"
        : IsRoot && !File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal))
            ? "PostgreSQL does not run as root, and there is no user postgres"
            : null;

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();
}
