using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Polly;
using Polly.Retry;

namespace IndustrialAgents.Postgres;

/// <summary>
/// A PostgreSQL database that stores share: its connections, and how failures that may pass are tried again. Nothing is connected before it is
/// needed, and a database that comes back is used again without a restart. Thread-safe.
/// </summary>
public sealed partial class PostgresDatabase : IAsyncDisposable
{
    // What the stores promise needs them, whatever the server's defaults. A stricter synchronous_commit is left as it is.
    private const string Session =
        """
        SELECT set_config('default_transaction_isolation', 'read committed', false),
               CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', false) END
        """;

    private readonly NpgsqlDataSource _source;
    private readonly ResiliencePipeline _pipeline;
    private readonly ILogger<PostgresDatabase> _logger;

    /// <summary>Takes a database.</summary>
    /// <param name="options">Which one.</param>
    /// <param name="time">The clock of retries.</param>
    /// <param name="logger">Where failures are told.</param>
    /// <exception cref="OptionsValidationException">An option is wrong; the message names it.</exception>
    public PostgresDatabase(PostgresOptions options, TimeProvider time, ILogger<PostgresDatabase> logger)
    {
        var result = new PostgresOptionsValidator().Validate(null, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(nameof(PostgresOptions), typeof(PostgresOptions), result.Failures);
        }

        Options = options;
        _logger = logger;
        var builder = new NpgsqlDataSourceBuilder(ConnectionString(options));
        builder.UsePhysicalConnectionInitializer(Prepare, PrepareAsync);
        _source = builder.Build();
        _pipeline = Pipeline(options, time);
    }

    /// <summary>The options.</summary>
    public PostgresOptions Options { get; }

    /// <summary>Closes the connections. Dispose the stores that use them first.</summary>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Does something on a connection, again where it fails in a way that may pass: what is done must be safe to repeat, also after a success whose reply was lost.</summary>
    /// <exception cref="IOException">It failed.</exception>
    internal async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await RunRawAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw PostgresFailure.ToIOException(e);
        }
    }

    /// <summary>As <see cref="RunAsync"/>, with Npgsql's own errors.</summary>
    internal ValueTask<T> RunRawAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken) =>
        _pipeline.ExecuteAsync(
            static async (state, token) =>
            {
                var connection = await state.Source.OpenConnectionAsync(token).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    return await state.Work(connection, token).ConfigureAwait(false);
                }
            },
            (Source: _source, Work: work),
            cancellationToken);

    private static string ConnectionString(PostgresOptions options)
    {
        // The session's settings hold for all users of the pool, so nothing needs to be reset.
        var given = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        var builder = new NpgsqlConnectionStringBuilder(options.ConnectionString) { NoResetOnClose = true };
        builder.Timeout = given.ShouldSerialize("Timeout") ? given.Timeout : (int)options.ConnectTimeout.TotalSeconds;
        builder.CommandTimeout = given.ShouldSerialize("Command Timeout") ? given.CommandTimeout : (int)options.CommandTimeout.TotalSeconds;
        builder.MaxPoolSize = given.ShouldSerialize("Maximum Pool Size") ? given.MaxPoolSize : options.MaxConnections;
        builder.MaxAutoPrepare = given.ShouldSerialize("Max Auto Prepare") ? given.MaxAutoPrepare : 32;
        builder.ApplicationName = given.ApplicationName ?? "industrial-agents";
        return builder.ToString();
    }

    private static void Prepare(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Session, connection);
        command.ExecuteNonQuery();
    }

    private static async Task PrepareAsync(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(Session, connection);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
    }

    private ResiliencePipeline Pipeline(PostgresOptions options, TimeProvider time)
    {
        if (options.Retries == 0)
        {
            return ResiliencePipeline.Empty;
        }

        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } error && PostgresFailure.IsWorthARetry(error)),
                OnRetry = arguments =>
                {
                    // The other idle connections are as broken as the one that told.
                    if (PostgresFailure.IsOfConnection(arguments.Outcome.Exception!))
                    {
                        _source.Clear();
                    }

                    LogRetry(arguments.AttemptNumber + 1, arguments.RetryDelay, arguments.Outcome.Exception);
                    return default;
                },
            })
            .Build();
    }
}
