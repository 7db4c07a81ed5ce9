namespace IndustrialAgents.Onnx;

/// <summary>What went wrong inside ONNX Runtime. The numbers are those of its C API's <c>OrtErrorCode</c>.</summary>
public enum OnnxErrorCode
{
    /// <summary>The error arose in this library, before ONNX Runtime was asked.</summary>
    None = 0,

    /// <summary>No nearer kind.</summary>
    Fail = 1,

    /// <summary>An input or option is not what the model or function takes.</summary>
    InvalidArgument = 2,

    /// <summary>A file does not exist.</summary>
    NoSuchFile = 3,

    /// <summary>No model is loaded.</summary>
    NoModel = 4,

    /// <summary>The execution engine failed.</summary>
    EngineError = 5,

    /// <summary>An exception inside the runtime, such as memory that could not be had.</summary>
    RuntimeException = 6,

    /// <summary>The bytes are not a model.</summary>
    InvalidProtobuf = 7,

    /// <summary>A model is loaded already.</summary>
    ModelLoaded = 8,

    /// <summary>An operator or type that this build of the runtime lacks.</summary>
    NotImplemented = 9,

    /// <summary>The model's graph contradicts itself.</summary>
    InvalidGraph = 10,

    /// <summary>An execution provider failed.</summary>
    ExecutionProviderFail = 11,

    /// <summary>Loading was cancelled.</summary>
    ModelLoadCanceled = 12,

    /// <summary>The model must be compiled first.</summary>
    ModelRequiresCompilation = 13,

    /// <summary>Something named was not found.</summary>
    NotFound = 14,
}
