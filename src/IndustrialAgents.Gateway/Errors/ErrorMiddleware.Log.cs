using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Gateway.Errors;

internal sealed partial class ErrorMiddleware
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Method} {Path}: {Status} {Detail}")]
    private partial void LogRefused(string method, string path, int status, string detail);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailed(Exception exception, string method, string path);
}
