using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts;

public static partial class ModuleFolder
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Module {Module} was loaded from {Path}")]
    private static partial void LogLoaded(ILogger logger, string module, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The module in {Path} cannot be used and is left out: {Reason}")]
    private static partial void LogBroken(ILogger logger, string path, string reason);
}
