using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts.Language.Knowledge;

internal sealed partial class FolderDocuments
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Took in {Name} of {Folder}: {Passages} passages")]
    private static partial void LogAdded(ILogger logger, string name, string folder, int passages);

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Name}, which is no longer in {Folder}")]
    private static partial void LogRemoved(ILogger logger, string name, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} of {Folder} is not read: {Reason}")]
    private static partial void LogRefused(ILogger logger, string name, string folder, string reason);
}
