using Microsoft.Data.Sqlite;

namespace IndustrialAgents.Hosting;

/// <summary>Opens the database of decisions: its settings and its schema.</summary>
internal static class DecisionDatabase
{
    /// <summary>Version of the schema, in <c>PRAGMA user_version</c>.</summary>
    public const int SchemaVersion = 1;

    // "iade" as an integer: marks the file as ours.
    private const int ApplicationId = 0x69616465;

    // bytes and graded come before body, so that retention never reads a body's overflow pages.
    private const string Schema = """
        CREATE TABLE decision(
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            bytes INTEGER NOT NULL,
            graded INTEGER NOT NULL DEFAULT 0,
            body BLOB NOT NULL);
        CREATE INDEX decision_by_age ON decision(graded, seq, bytes);
        CREATE TABLE feedback(
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            decision INTEGER NOT NULL REFERENCES decision(seq) ON DELETE CASCADE,
            time INTEGER NOT NULL,
            body BLOB NOT NULL);
        CREATE INDEX feedback_by_decision ON feedback(decision);
        """;

    /// <summary>Opens the file for writing, makes it where it is missing, and checks its version.</summary>
    /// <exception cref="SqliteException">It cannot be opened or is no database.</exception>
    /// <exception cref="IndustrialAgentsException">It was written by a newer version or belongs to another program.</exception>
    public static SqliteConnection OpenWriter(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // FULL: a commit returns once the log is on the disk, so it survives a power loss, not only a crash.
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864;");
            Migrate(connection, path);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file for reading beside the writer.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection OpenReader(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWrite);
        try
        {
            connection.Execute("PRAGMA query_only = ON;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5 };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Migrate(SqliteConnection connection, string path)
    {
        var version = connection.Scalar("PRAGMA user_version;");
        if (version == SchemaVersion)
        {
            return;
        }

        if (version != 0 || connection.Scalar("SELECT count(*) FROM sqlite_schema;") != 0)
        {
            throw new IndustrialAgentsException(
                $"{path}: schema version {version} is not one this program knows (it reads {SchemaVersion}); use the version that wrote it, or another data folder");
        }

        connection.Execute($"BEGIN IMMEDIATE; {Schema} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {SchemaVersion}; COMMIT;");
    }
}
