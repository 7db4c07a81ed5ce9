using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Postgres;

public sealed partial class PostgresDatabase
{
    [LoggerMessage(1, LogLevel.Warning, "PostgreSQL failed, attempt {Attempt}; it is tried again in {Delay}")]
    private partial void LogRetry(int attempt, TimeSpan delay, Exception? error);

    [LoggerMessage(2, LogLevel.Warning, "PostgreSQL runs with fsync off: what was acknowledged does not survive a power loss")]
    internal partial void LogNotDurable();

    [LoggerMessage(3, LogLevel.Information, "The schema of {Database} was brought from version {From} to {To}")]
    internal partial void LogMigrated(string database, int from, int to);
}
