using Microsoft.Data.Sqlite;

namespace IndustrialAgents.Silo.Database;

/// <summary>Orleans' tables in a SQLite file, for a silo on a developer's machine.</summary>
internal static class SqliteDatabase
{
    private const string Installed =
        """
        CREATE TABLE IF NOT EXISTS ia_installed (component text NOT NULL PRIMARY KEY, version text NOT NULL);
        SELECT version FROM ia_installed WHERE component = 'orleans';
        """;

    /// <summary>Makes the file and what is missing in it.</summary>
    /// <returns>The connection string for Orleans.</returns>
    /// <exception cref="InvalidDatabaseException">The file belongs to another version of Orleans or cannot be used.</exception>
    public static string Create(string path)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        try
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            Execute(connection, "PRAGMA journal_mode = WAL");
            using var transaction = connection.BeginTransaction();
            var version = Execute(connection, Installed) as string;
            if (version is not (null or OrleansTables.OrleansVersion))
            {
                throw new InvalidDatabaseException($"{path} belongs to Orleans {version}, this silo to {OrleansTables.OrleansVersion}; name another data folder in Silo:DataFolder, or move the file away");
            }

            Execute(connection, OrleansTables.QueryTable + SqlitePersistence.Tables.Definition);
            foreach (var (key, text) in SqlitePersistence.Tables.Queries)
            {
                Execute(connection, "INSERT OR REPLACE INTO OrleansQuery (QueryKey, QueryText) VALUES ($key, $text)", ("$key", key), ("$text", text));
            }

            Execute(connection, "INSERT OR IGNORE INTO ia_installed (component, version) VALUES ('orleans', $version)", ("$version", OrleansTables.OrleansVersion));
            transaction.Commit();
            return connectionString;
        }
        catch (SqliteException e)
        {
            throw new InvalidDatabaseException($"{path} cannot be used: {e.Message}", e);
        }
    }

    private static object? Execute(SqliteConnection connection, string text, params (string Name, string Value)[] parameters)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // All texts are this file's constants and the statements of OrleansTables.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteScalar();
    }
}
