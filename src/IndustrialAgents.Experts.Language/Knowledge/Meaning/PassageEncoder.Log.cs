using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Experts.Language.Knowledge;

internal sealed partial class PassageEncoder
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Passages of tenant {Tenant} are not embedded, and are found by words alone: {Reason}; it is tried again")]
    private static partial void LogFailed(ILogger logger, string tenant, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "All {Passages} passages of tenant {Tenant} have a vector of {Encoder} and are found by meaning, too")]
    private static partial void LogComplete(ILogger logger, int passages, string tenant, ExpertId encoder);
}
