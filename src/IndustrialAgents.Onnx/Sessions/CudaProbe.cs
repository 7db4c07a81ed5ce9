namespace IndustrialAgents.Onnx;

/// <summary>Whether CUDA can be used in this process: asked once, since a library that offers it need not have its provider's files.</summary>
internal static class CudaProbe
{
    private static readonly Lazy<string?> Reason = new(Probe);

    /// <summary>Why CUDA cannot be used; null where it can.</summary>
    public static string? WhyNot => Reason.Value;

    private static string? Probe()
    {
        var environment = OrtEnvironment.Instance;
        if (!environment.Providers.Contains("CUDAExecutionProvider"))
        {
            return "this ONNX Runtime library was built without it";
        }

        var options = environment.Api.Get(OrtSlot.CreateSessionOptions);
        try
        {
            SessionFactory.AppendCuda(environment.Api, options, OnnxSessionOptions.Default);
            return null;
        }
        catch (OnnxException exception)
        {
            return exception.Message;
        }
        finally
        {
            environment.Api.Release(OrtSlot.ReleaseSessionOptions, options);
        }
    }
}
