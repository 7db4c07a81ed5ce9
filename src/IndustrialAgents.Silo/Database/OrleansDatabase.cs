using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace IndustrialAgents.Silo.Database;

/// <summary>Orleans' tables in a PostgreSQL database. Thread-safe, also over processes.</summary>
/// <param name="source">The database.</param>
internal sealed class OrleansDatabase(NpgsqlDataSource source)
{
    private const string Component = "orleans";

    // Any number that nothing else in the database locks on.
    private const long InstallationLock = 0x69612D73696C6F;

    /// <summary>All tables that a silo needs.</summary>
    public static IReadOnlyList<OrleansTables> All { get; } = [PostgresMembership.Tables, PostgresPersistence.Tables, PostgresReminders.Tables];

    /// <summary>Makes what is missing; what is there already stays.</summary>
    /// <returns>Whether anything was missing.</returns>
    /// <exception cref="InvalidDatabaseException">The tables belong to another version of Orleans, were not made here, or cannot be made.</exception>
    public async Task<bool> CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var rollingBack = transaction.ConfigureAwait(false);
            await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({InstallationLock.ToString(CultureInfo.InvariantCulture)})", cancellationToken).ConfigureAwait(false);
            var installed = await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false);
            RequireFit(installed, orNone: true);
            await ExecuteAsync(connection, string.Join('\n', [InstalledTable, OrleansTables.QueryTable, .. All.Select(tables => tables.Definition)]), cancellationToken).ConfigureAwait(false);
            foreach (var (key, text) in All.SelectMany(tables => tables.Queries))
            {
                await ExecuteAsync(
                    connection,
                    "INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ($1, $2) ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText",
                    cancellationToken,
                    key,
                    text).ConfigureAwait(false);
            }

            await ExecuteAsync(
                connection,
                "INSERT INTO ia_installed (component, version, installed_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING",
                cancellationToken,
                Component,
                OrleansTables.OrleansVersion).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return installed is null;
        }
        catch (DbException e)
        {
            throw Unusable(e);
        }
    }

    /// <summary>Throws unless the tables are there and fit this silo.</summary>
    /// <exception cref="InvalidDatabaseException">They do not, or the database cannot be reached.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            RequireFit(await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false), orNone: false);
        }
        catch (DbException e)
        {
            throw Unusable(e);
        }
    }

    private const string InstalledTable =
        """
        CREATE TABLE IF NOT EXISTS ia_installed (
            component text NOT NULL PRIMARY KEY,
            version text NOT NULL,
            installed_at timestamptz NOT NULL
        );
        """;

    private static void RequireFit(string? installed, bool orNone)
    {
        if (installed is null && !orNone)
        {
            throw new InvalidDatabaseException("it has no tables for the cluster; make them with 'ia-silo init-db --connection ...'");
        }

        if (installed is not null && installed != OrleansTables.OrleansVersion)
        {
            throw new InvalidDatabaseException(
                $"its tables belong to Orleans {installed}, this silo to {OrleansTables.OrleansVersion}; "
                + "run the silo that fits, or give this one a database (or schema, 'Search Path=...' in the connection) of its own");
        }
    }

    private static async Task<string?> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tables = (string?)await ScalarAsync(
            connection, "SELECT concat(to_regclass('ia_installed') IS NOT NULL, ',', to_regclass('orleansquery') IS NOT NULL)", cancellationToken).ConfigureAwait(false);
        return tables switch
        {
            "f,f" => null,
            "f,t" => throw new InvalidDatabaseException(
                "it has Orleans' tables that 'ia-silo init-db' did not make; name another database, or another schema with 'Search Path=...' in the connection"),
            _ => (string?)await ScalarAsync(connection, $"SELECT version FROM ia_installed WHERE component = '{Component}'", cancellationToken).ConfigureAwait(false),
        };
    }

    private static InvalidDatabaseException Unusable(DbException e) =>
        new($"{e.Message}; check the connection, that the server runs, and that the user may create tables there", e);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken, params string[] values)
    {
        var command = connection.CreateCommand();
        await using var closing = command.ConfigureAwait(false);
#pragma warning disable CA2100 // All texts are this file's constants and the statements of OrleansTables.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using var closing = command.ConfigureAwait(false);
#pragma warning disable CA2100 // As above.
        command.CommandText = text;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
