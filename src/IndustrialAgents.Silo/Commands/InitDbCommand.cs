using System.CommandLine;
using System.Globalization;
using IndustrialAgents.Cli;
using IndustrialAgents.Cli.Rendering;
using IndustrialAgents.Postgres;
using IndustrialAgents.Silo.Database;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IndustrialAgents.Silo.Commands;

/// <summary><c>ia-silo init-db</c>.</summary>
internal static class InitDbCommand
{
    private const string Variable = "IA_STORAGE__CONNECTION";

    public static Command Create()
    {
        var connection = new Option<string?>("--connection")
        {
            Description = $"Npgsql's connection string. Left out, the environment variable {Variable} has it, which keeps a password out of the list of processes.",
            HelpName = "STRING",
        };
        var command = new TaughtCommand(
            "init-db",
            "Make the tables that a cluster needs in PostgreSQL.",
            $"""
            Membership, grain state and reminders of Orleans {OrleansTables.OrleansVersion}, decisions with feedback, and sensor rows. What is there already stays, so
            the command may run before every start; tables of another Orleans version are refused and left as they are.

            Examples:
              createdb plant && ia-silo init-db --connection 'Host=localhost;Database=plant;Username=ia'
              {Variable}='Host=db;Database=plant;Username=ia;Password=...' ia-silo init-db
            """)
        { connection };
        command.SetAction(async (parsed, token) =>
        {
            var text = parsed.GetValue(connection) ?? Environment.GetEnvironmentVariable(Variable);
            if (string.IsNullOrWhiteSpace(text))
            {
                await Console.Error.WriteLineAsync($"ia-silo: --connection is missing, and so is {Variable}; give Npgsql's connection string, 'Host=...;Database=...;Username=...'").ConfigureAwait(false);
                return ExitCode.WrongInput;
            }

            await Console.Out.WriteLineAsync(await InitializeAsync(text, token).ConfigureAwait(false)).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Makes what is missing.</summary>
    /// <returns>What was done, for people.</returns>
    /// <exception cref="IndustrialAgentsException">The database cannot be used, or belongs to another version.</exception>
    public static async Task<string> InitializeAsync(string connection, CancellationToken cancellationToken)
    {
        NpgsqlDataSource source;
        try
        {
            source = NpgsqlDataSource.Create(connection);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDatabaseException($"the connection string is none of Npgsql's: {e.Message}; write it as 'Host=...;Database=...;Username=...'", e);
        }

        await using var closing = source.ConfigureAwait(false);
        var made = await new OrleansDatabase(source).CreateAsync(cancellationToken).ConfigureAwait(false);
        var stores = new PostgresDatabase(new PostgresOptions { ConnectionString = connection }, TimeProvider.System, NullLogger<PostgresDatabase>.Instance);
        await using var closingStores = stores.ConfigureAwait(false);
        var before = await PostgresSchema.EnsureAsync(stores, cancellationToken).ConfigureAwait(false);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Orleans {OrleansTables.OrleansVersion}: {(made ? "tables made" : "tables were there already")}; "
            + $"decisions and sensor rows: {(before == PostgresSchema.Version ? $"version {before} was there already" : $"version {before} raised to {PostgresSchema.Version}")}");
    }
}
