using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts;

/// <summary>Says whose fault an error of the runtime is.</summary>
internal static class ModelErrors
{
    /// <summary>The request's where the inputs do not fit, else the expert's.</summary>
    public static IndustrialAgentsException Of(ExpertId expert, OnnxException error) => error.Code is OnnxErrorCode.None or OnnxErrorCode.InvalidArgument
        ? new InvalidRequestException("inputs", error.Message, error)
        : new ExpertFailedException(expert, error.Message, error);
}
