using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Hosting;

public sealed partial class EmbeddedNode
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The node runs on {DataFolder} with {Experts} experts")]
    private static partial void LogStarted(ILogger logger, string dataFolder, int experts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Requests in flight did not end within {DrainTime}; they are cut off")]
    private static partial void LogCutOff(ILogger logger, TimeSpan drainTime);
}
