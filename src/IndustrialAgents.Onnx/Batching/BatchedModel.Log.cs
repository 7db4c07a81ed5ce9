using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Onnx.Batching;

public sealed partial class BatchedModel
{
    [LoggerMessage(
        EventId = 20,
        Level = LogLevel.Warning,
        Message = "{Model}: a batch of {Rows} rows failed although each request runs alone; from now on its requests run singly")]
    private static partial void LogBatchingStopped(ILogger logger, string model, int rows);
}
