using System.Reflection;
using Npgsql;

namespace IndustrialAgents.Postgres;

/// <summary>The tables, in the database's schema <c>ia</c>, and their versions. Thread-safe.</summary>
public static class PostgresSchema
{
    /// <summary>The version that this program writes and reads.</summary>
    public const int Version = 1;

    // "ia" and a number; who changes the schema holds it.
    private const long Lock = 0x6961_0001;

    private const string FindVersion = "SELECT CASE WHEN to_regclass('ia.schema_version') IS NULL THEN 0 ELSE 1 END";
    private const string ReadVersion = "SELECT coalesce(max(version), 0) FROM ia.schema_version";

    private const string Begin =
        """
        CREATE SCHEMA IF NOT EXISTS ia;
        CREATE TABLE IF NOT EXISTS ia.schema_version (version integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now());
        """;

    /// <summary>The statements that bring the schema from the version before to each version, for those who run them by hand.</summary>
    public static IReadOnlyList<string> Scripts { get; } = [.. Enumerable.Range(1, Version).Select(Load)];

    /// <summary>
    /// Makes what is missing of the tables; does nothing where the schema is of this version already, and then needs no right to create. Several
    /// processes may call it at once.
    /// </summary>
    /// <param name="database">The database; it must exist.</param>
    /// <param name="cancellationToken">Ends it; nothing was changed then.</param>
    /// <returns>The version that was there before; 0 where there was none.</returns>
    /// <exception cref="IndustrialAgentsException">The schema is of a newer version; it is left as it is.</exception>
    /// <exception cref="IOException">The database cannot be reached, or refuses.</exception>
    public static async ValueTask<int> EnsureAsync(PostgresDatabase database, CancellationToken cancellationToken)
    {
        var (name, before) = await database.RunAsync(ApplyAsync, cancellationToken).ConfigureAwait(false);
        if (before < Version)
        {
            database.LogMigrated(name, before, Version);
        }

        if (!await database.RunAsync(IsDurableAsync, cancellationToken).ConfigureAwait(false))
        {
            database.LogNotDurable();
        }

        return before;
    }

    /// <summary>The version of the schema in a database; 0 where there is none.</summary>
    /// <exception cref="IOException">The database cannot be reached.</exception>
    public static ValueTask<int> FindVersionAsync(PostgresDatabase database, CancellationToken cancellationToken) =>
        database.RunAsync(FindVersionAsync, cancellationToken);

    private static async ValueTask<(string Database, int Before)> ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var before = await FindVersionAsync(connection, cancellationToken).ConfigureAwait(false);
        Check(before);
        if (before == Version)
        {
            return (connection.Database, before);
        }

        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await connection.RunAsync($"SELECT pg_advisory_xact_lock({Lock})", cancellationToken).ConfigureAwait(false);
            await connection.RunAsync(Begin, cancellationToken).ConfigureAwait(false);
            before = await FindVersionAsync(connection, cancellationToken).ConfigureAwait(false);
            Check(before);
            for (var version = before + 1; version <= Version; version++)
            {
                await connection.RunAsync(Scripts[version - 1], cancellationToken).ConfigureAwait(false);
                await connection.RunAsync($"INSERT INTO ia.schema_version (version) VALUES ({version})", cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        return (connection.Database, before);
    }

    private static void Check(int version)
    {
        if (version > Version)
        {
            throw new IndustrialAgentsException(
                $"the database's schema ia is of version {version}; this program knows versions up to {Version}: use the version that wrote it, or another database");
        }
    }

    private static async ValueTask<int> FindVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.ScalarAsync<int>(FindVersion, cancellationToken).ConfigureAwait(false) == 0
            ? 0
            : await connection.ScalarAsync<int>(ReadVersion, cancellationToken).ConfigureAwait(false);

    private static async ValueTask<bool> IsDurableAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.ScalarAsync<string>("SELECT current_setting('fsync')", cancellationToken).ConfigureAwait(false) != "off";

    private static string Load(int version)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{version:0000}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
