using Microsoft.Data.Sqlite;

namespace IndustrialAgents.Hosting;

/// <summary>Says in words what SQLite's result codes mean for an operator.</summary>
internal static class SqliteFailure
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>Whether the file itself is damaged, so that trying again is no use.</summary>
    public static bool IsDamage(Exception error) => error is SqliteException { SqliteErrorCode: Corrupt or NotADatabase };

    /// <summary>The error as callers of a store expect it. It names the file but not its folder: messages reach clients.</summary>
    public static IOException ToIOException(Exception error, string path)
    {
        var reason = error is SqliteException sqlite
            ? sqlite.SqliteErrorCode switch
            {
                5 or 6 => "another process holds it; end that process",
                8 => "the disk or the file is read-only; make it writable",
                10 => "the disk failed",
                Corrupt or NotADatabase => "the file is damaged; it is set aside when it is opened next",
                13 => "the disk is full; free some space",
                14 => "it cannot be opened; check the data folder and its permissions",
                _ => "it cannot be used",
            }
            : "it cannot be used";
        return new IOException($"{Path.GetFileName(path)}: {reason} ({error.Message})", error);
    }
}
