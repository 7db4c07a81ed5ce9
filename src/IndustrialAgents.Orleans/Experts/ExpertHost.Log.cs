using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Orleans.Experts;

internal sealed partial class ExpertHost
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Expert {Expert} becomes active here with {Bytes} bytes")]
    private partial void LogActivated(ExpertId expert, long bytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Expert {Expert}, which nobody was asking, makes room for {Other}")]
    private partial void LogEvicted(ExpertId expert, ExpertId other);
}
