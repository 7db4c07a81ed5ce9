using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Hosting;

public sealed partial class SqliteDecisionStore
{
    [LoggerMessage(1, LogLevel.Error, "{Count} records could not be written to {Path}; writing is tried again with the next one")]
    private partial void LogWriteFailed(int count, string path, Exception error);

    [LoggerMessage(2, LogLevel.Information, "Records are written to {Path} again")]
    private partial void LogRecovered(string path);

    [LoggerMessage(3, LogLevel.Error, "The file {Path} is damaged ({Reason}); it was set aside as {AsidePath}, and a new one takes {Decisions} decisions and {Feedback} pieces of feedback that could still be read")]
    private partial void LogSetAside(string path, string reason, string asidePath, int decisions, int feedback);

    [LoggerMessage(4, LogLevel.Error, "A stored record of decision {DecisionId} is damaged and left out: {Reason}")]
    private partial void LogDamagedRecord(string decisionId, string reason);

    [LoggerMessage(5, LogLevel.Error, "The file {Path} cannot be opened; decisions are not stored until it can")]
    private partial void LogCannotOpen(string path, Exception error);

    [LoggerMessage(6, LogLevel.Warning, "The file {Path} could not be closed in order; its log is taken in when it is opened next")]
    private partial void LogCloseFailed(string path, Exception error);
}
