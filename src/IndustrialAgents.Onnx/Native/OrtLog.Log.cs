using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Onnx;

internal static partial class OrtLog
{
    [LoggerMessage(EventId = 1, EventName = "OnnxRuntime", Message = "ONNX Runtime: {Message} ({Category}, {Location})")]
    private static partial void Native(ILogger logger, LogLevel level, string message, string category, string location);
}
