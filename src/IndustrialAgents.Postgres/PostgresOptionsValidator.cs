using Microsoft.Extensions.Options;
using Npgsql;

namespace IndustrialAgents.Postgres;

/// <summary>Checks <see cref="PostgresOptions"/>; every failure names the option, its value and what would be right. Thread-safe.</summary>
public sealed class PostgresOptionsValidator : IValidateOptions<PostgresOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PostgresOptions options)
    {
        var failures = new List<string>();
        ValidateConnection(options.ConnectionString, failures);
        Require(options.ConnectTimeout.TotalSeconds is >= 1 and <= 1024, nameof(options.ConnectTimeout), $"{options.ConnectTimeout}; it must lie between 1 and 1024 seconds");
        Require(options.CommandTimeout.TotalSeconds is >= 1 and <= 86_400, nameof(options.CommandTimeout), $"{options.CommandTimeout}; it must lie between 1 second and a day");
        Require(options.MaxConnections >= 3, nameof(options.MaxConnections), $"{options.MaxConnections}; two connections write and one reads at least");
        Require(options.MaxQueue > 0, nameof(options.MaxQueue), $"{options.MaxQueue}; it must be positive");
        Require(options.MaxQueueBytes > 0, nameof(options.MaxQueueBytes), $"{options.MaxQueueBytes}; it must be positive");
        Require(options.MaxBatch > 0, nameof(options.MaxBatch), $"{options.MaxBatch}; it must be positive");
        Require(options.MaxBatchBytes is > 0 and <= 256 << 20, nameof(options.MaxBatchBytes), $"{options.MaxBatchBytes}; it must lie between 1 and {256 << 20}");
        Require(options.Retries is >= 0 and <= 20, nameof(options.Retries), $"{options.Retries}; it must lie between 0 and 20");
        Require(
            options.RetryDelay > TimeSpan.Zero && options.RetryDelay <= TimeSpan.FromMinutes(1),
            nameof(options.RetryDelay),
            $"{options.RetryDelay}; it must lie above 0 and not above a minute");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string field, string message)
        {
            if (!holds)
            {
                failures.Add($"{field}: {message}");
            }
        }
    }

    // The value is not told: it holds the password.
    private static void ValidateConnection(string? connectionString, List<string> failures)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(connectionString).Host))
            {
                failures.Add("ConnectionString: names no host; write Host=...;Database=...;Username=...;Password=...");
            }
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or KeyNotFoundException)
        {
            failures.Add($"ConnectionString: is not one of Npgsql: {e.Message}; write Host=...;Database=...;Username=...;Password=...");
        }
    }
}
