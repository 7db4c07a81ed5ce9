using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts;

public sealed partial class LocalExpertDirectory
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Expert {Expert} is ready, from {Folder}")]
    private partial void LogAdded(ExpertId expert, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Expert {Expert} was replaced by {Successor}, from {Folder}")]
    private partial void LogReplaced(ExpertId expert, ExpertId successor, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Expert {Expert} was removed")]
    private partial void LogRemoved(ExpertId expert);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The expert in {Folder} cannot be used: {Reason}")]
    private partial void LogBroken(string folder, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expert {Expert} failed {Failures} times in a row; it rests for {Pause}")]
    private partial void LogFailing(ExpertId expert, int failures, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Information, Message = "Expert {Expert} can be asked again")]
    private partial void LogRecovered(ExpertId expert);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} experts still had requests in flight after {DrainTime}; they are left behind")]
    private partial void LogNotDrained(int count, TimeSpan drainTime);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Which experts are disabled could not be kept in {File}: {Reason}")]
    private partial void LogStateLost(string file, string reason);
}
