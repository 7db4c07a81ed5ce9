namespace IndustrialAgents.Onnx;

/// <summary>A model could not be loaded or run, or ONNX Runtime itself could not be used.</summary>
public sealed class OnnxException : IndustrialAgentsException
{
    /// <summary>An error of this library.</summary>
    public OnnxException(string message, Exception? inner = null)
        : this(OnnxErrorCode.None, message, inner)
    {
    }

    /// <summary>An error with the code that ONNX Runtime gave it.</summary>
    public OnnxException(OnnxErrorCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>The kind of error.</summary>
    public OnnxErrorCode Code { get; }
}
