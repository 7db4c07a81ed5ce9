using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Postgres;

public sealed partial class PostgresRowLog
{
    [LoggerMessage(1, LogLevel.Error, "{Count} batches of rows could not be written to PostgreSQL; writing is tried again with the next one")]
    private partial void LogWriteFailed(int count, Exception error);

    [LoggerMessage(2, LogLevel.Information, "Rows are written to PostgreSQL again")]
    private partial void LogRecovered();

    [LoggerMessage(3, LogLevel.Error, "A stored batch of rows of {Asset} is damaged and left out: {Reason}")]
    private partial void LogDamagedBatch(string asset, string reason);

    [LoggerMessage(4, LogLevel.Information, "{Count} batches of rows beyond the retention were deleted")]
    private partial void LogTrimmed(long count);
}
