using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts;

public sealed partial class FolderWatch
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes in {Folder} are not told by the operating system ({Reason}); the folder is looked at every {Interval} instead")]
    private static partial void LogPollingOnly(ILogger logger, string folder, string reason, TimeSpan interval);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for changes in {Folders} failed; it is tried again after the next change or pause")]
    private static partial void LogLookFailed(ILogger logger, Exception exception, string folders);
}
