using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Routing;

public sealed partial class FeedbackSweep
{
    [LoggerMessage(1, LogLevel.Information, "{Count} pieces of stored feedback that no router had brought were learned from the store")]
    private partial void LogLearned(int count);

    [LoggerMessage(2, LogLevel.Warning, "Stored feedback on decision {DecisionId} was skipped: {Reason}")]
    private partial void LogSkipped(string decisionId, string reason);
}
