using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Onnx;

/// <summary>
/// ONNX Runtime's library in this process. It is loaded on first use: from the file that the environment variable
/// <c>IA_ONNXRUNTIME</c> names, else from the application's folder. Its own telemetry is switched off. All members are thread-safe.
/// </summary>
public static class OnnxRuntime
{
    /// <summary>The library's version, such as <c>1.30.0</c>.</summary>
    /// <exception cref="OnnxException">The library cannot be loaded; the message says where it was looked for.</exception>
    public static string Version => OrtEnvironment.Instance.Version;

    /// <summary>The file that was loaded.</summary>
    /// <exception cref="OnnxException">The library cannot be loaded.</exception>
    public static string LibraryPath => OrtEnvironment.Instance.LibraryPath;

    /// <summary>Execution providers that this library was built with, such as <c>CPUExecutionProvider</c>.</summary>
    /// <exception cref="OnnxException">The library cannot be loaded.</exception>
    public static IReadOnlyList<string> AvailableProviders => OrtEnvironment.Instance.Providers;

    /// <summary>
    /// Sends the library's log lines, and those about loading models, to <paramref name="logger"/> from now on, down to the level that
    /// it is enabled for now. Without this nothing is logged.
    /// </summary>
    public static void UseLogger(ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        OrtLog.Logger = logger;
        if (OrtEnvironment.Exists)
        {
            OrtEnvironment.Instance.Api.Call(OrtSlot.UpdateEnvWithCustomLogLevel, OrtEnvironment.Instance.Handle, OrtLog.Severity());
        }
    }
}
