using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Postgres;

public sealed partial class PostgresDecisionStore
{
    [LoggerMessage(1, LogLevel.Error, "{Count} decisions or pieces of feedback could not be written to PostgreSQL; writing is tried again with the next one")]
    private partial void LogWriteFailed(int count, Exception error);

    [LoggerMessage(2, LogLevel.Information, "Decisions are written to PostgreSQL again")]
    private partial void LogRecovered();

    [LoggerMessage(3, LogLevel.Error, "A stored record of decision {DecisionId} is damaged and left out: {Reason}")]
    private partial void LogDamagedRecord(string decisionId, string reason);

    [LoggerMessage(4, LogLevel.Information, "{Count} decisions beyond the retention were deleted")]
    private partial void LogTrimmed(long count);
}
