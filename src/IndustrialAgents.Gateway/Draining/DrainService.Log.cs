using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Gateway.Draining;

internal sealed partial class DrainService
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Stopping: no longer ready, listening for {Delay}, then requests in flight have {Timeout}")]
    private partial void LogDraining(TimeSpan delay, TimeSpan timeout);
}
