using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Orleans;

internal sealed partial class SiloService
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The silo hands over: {InFlight} requests to its experts are in flight")]
    private partial void LogDraining(int inFlight);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{InFlight} requests did not end within {DrainTime}; they are cut off")]
    private partial void LogCutOff(int inFlight, TimeSpan drainTime);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The catalogue could not be read; it is tried again: {Reason}")]
    private partial void LogNoCatalog(string reason);
}
