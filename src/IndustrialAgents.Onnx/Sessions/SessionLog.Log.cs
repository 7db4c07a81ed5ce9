using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Onnx;

internal static partial class SessionLog
{
    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "{Model}: execution provider {Provider} is not available: {Reason}")]
    public static partial void Unavailable(ILogger logger, string model, OnnxProvider provider, string reason);

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "{Model}: loaded on {Provider}")]
    public static partial void Loaded(ILogger logger, string model, OnnxProvider provider);
}
