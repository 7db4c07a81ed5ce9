using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Onnx;

public sealed partial class ModelPool
{
    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "loaded {Path} on {Device}: {Bytes} bytes")]
    private static partial void LogLoaded(ILogger logger, string path, OnnxProvider device, long bytes);

    [LoggerMessage(EventId = 11, Level = LogLevel.Information, Message = "unloaded {Path} from {Device}: {Bytes} bytes")]
    private static partial void LogUnloaded(ILogger logger, string path, OnnxProvider device, long bytes);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "{Path} was not loaded")]
    private static partial void LogFailed(ILogger logger, string path, Exception exception);
}
