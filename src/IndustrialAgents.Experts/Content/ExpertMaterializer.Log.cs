using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts;

public sealed partial class ExpertMaterializer
{
    [LoggerMessage(1, LogLevel.Information, "Expert {Expert} was made in {Folder}: {Bytes} bytes")]
    private partial void LogMade(ExpertId expert, string folder, long bytes);

    [LoggerMessage(2, LogLevel.Warning, "The folder {Folder} of expert {Expert} is damaged and is made anew: {Reason}")]
    private partial void LogDamaged(string folder, ExpertId expert, string reason);
}
