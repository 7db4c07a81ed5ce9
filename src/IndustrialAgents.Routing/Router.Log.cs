using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Routing;

public sealed partial class Router
{
    [LoggerMessage(1, LogLevel.Warning, "Expert {Expert} failed on decision {DecisionId}: {Reason}")]
    private partial void LogExpertFailed(ExpertId expert, string decisionId, string? reason);

    [LoggerMessage(2, LogLevel.Warning, "Expert {Expert} had not answered decision {DecisionId} when its deadline passed, after {Latency}")]
    private partial void LogExpertTimedOut(ExpertId expert, string decisionId, TimeSpan latency);

    [LoggerMessage(3, LogLevel.Error, "Decision {DecisionId} was answered but could not be stored; it takes no feedback and cannot be replayed")]
    private partial void LogNotStored(string decisionId, Exception error);

    [LoggerMessage(4, LogLevel.Information, "Gate restored from {Count} pieces of stored feedback, {Skipped} of which no longer fit and were skipped")]
    private partial void LogRestored(int count, int skipped);

    [LoggerMessage(5, LogLevel.Warning, "Stored feedback on decision {DecisionId} was skipped: {Reason}")]
    private partial void LogFeedbackSkipped(string decisionId, string reason);

    [LoggerMessage(6, LogLevel.Debug, "Feedback on decision {DecisionId} came again and changed nothing")]
    private partial void LogFeedbackRepeated(string decisionId);
}
