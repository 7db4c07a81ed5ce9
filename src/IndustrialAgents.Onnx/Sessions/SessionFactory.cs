using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace IndustrialAgents.Onnx;

/// <summary>Makes native sessions from options.</summary>
internal static unsafe class SessionFactory
{
    /// <summary>Loads a model from a file, or from bytes where <paramref name="path"/> is null.</summary>
    public static (nint Session, OnnxProvider Provider) Create(string? path, ReadOnlySpan<byte> model, string name, OnnxSessionOptions options)
    {
        if (options.Providers.Count == 0)
        {
            throw new OnnxException($"{name}: no execution provider is named; {nameof(OnnxSessionOptions.Providers)} takes Cpu or Cuda");
        }

        var environment = OrtEnvironment.Instance;
        var why = new List<string>();
        foreach (var provider in options.Providers)
        {
            if (provider == OnnxProvider.Cpu)
            {
                return (Create(environment, path, model, name, options, provider), provider);
            }

            if (CudaProbe.WhyNot is { } reason)
            {
                SessionLog.Unavailable(OrtLog.Logger, name, provider, reason);
                why.Add($"{provider}: {reason}");
                continue;
            }

            try
            {
                return (Create(environment, path, model, name, options, provider), provider);
            }
            catch (OnnxException exception) when (exception.Code is not (OnnxErrorCode.InvalidProtobuf or OnnxErrorCode.NoSuchFile))
            {
                SessionLog.Unavailable(OrtLog.Logger, name, provider, exception.Message);
                why.Add($"{provider}: {exception.Message}");
            }
        }

        throw new OnnxException(
            $"{name}: none of the execution providers asked for is available ({string.Join("; ", why)}); add {nameof(OnnxProvider.Cpu)} to run on the processor");
    }

    private static nint Create(
        OrtEnvironment environment, string? path, ReadOnlySpan<byte> model, string name, OnnxSessionOptions options, OnnxProvider provider)
    {
        var api = environment.Api;
        var native = api.Get(OrtSlot.CreateSessionOptions);
        try
        {
            Configure(api, native, options, options.ThreadsFor(path is null ? model.Length : LengthOf(path)), provider);
            nint session = 0;
            if (path is not null)
            {
                fixed (byte* file = NativePath(path))
                {
                    var create = (delegate* unmanaged<nint, byte*, nint, nint*, nint>)api[OrtSlot.CreateSession];
                    api.Check(create(environment.Handle, file, native, &session), name);
                }
            }
            else
            {
                fixed (byte* bytes = model)
                {
                    var create = (delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)api[OrtSlot.CreateSessionFromArray];
                    api.Check(create(environment.Handle, bytes, (nuint)model.Length, native, &session), name);
                }
            }

            return session;
        }
        finally
        {
            api.Release(OrtSlot.ReleaseSessionOptions, native);
        }
    }

    // A file that is not there gets its error from the runtime, which names it.
    internal static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static void Configure(OrtApi api, nint native, OnnxSessionOptions options, int threads, OnnxProvider provider)
    {
        api.Call(OrtSlot.SetIntraOpNumThreads, native, threads);
        api.Call(OrtSlot.SetInterOpNumThreads, native, 1);
        api.Call(OrtSlot.SetSessionGraphOptimizationLevel, native, (int)options.Optimization);
        if (!options.MemoryArena)
        {
            api.Call(OrtSlot.DisableCpuMemArena, native);
            api.Call(OrtSlot.DisableMemPattern, native);
        }

        AddEntry(api, native, "session.intra_op.allow_spinning", options.SpinTime == TimeSpan.Zero ? "0" : "1");
        if (options.SpinTime > TimeSpan.Zero)
        {
            var microseconds = (long)Math.Ceiling(options.SpinTime.TotalMicroseconds);
            AddEntry(api, native, "session.intra_op.spin_duration_us", microseconds.ToString(CultureInfo.InvariantCulture));
        }

        if (options.ExternalDataFolder is not null)
        {
            AddEntry(api, native, "session.model_external_initializers_file_folder_path", Path.GetFullPath(options.ExternalDataFolder));
        }

        foreach (var (key, value) in options.Configuration)
        {
            AddEntry(api, native, key, value);
        }

        if (provider == OnnxProvider.Cuda)
        {
            if (!options.Providers.Contains(OnnxProvider.Cpu))
            {
                AddEntry(api, native, "session.disable_cpu_ep_fallback", "1");
            }

            AppendCuda(api, native, options);
        }
    }

    /// <summary>Adds the CUDA provider to session options.</summary>
    /// <exception cref="OnnxException">Its library cannot be loaded.</exception>
    internal static void AppendCuda(OrtApi api, nint native, OnnxSessionOptions options)
    {
        var cuda = api.Get(OrtSlot.CreateCudaProviderOptions);
        try
        {
            UpdateCuda(api, cuda, "device_id", options.CudaDevice.ToString(CultureInfo.InvariantCulture));
            if (options.CudaMemoryLimit > 0)
            {
                UpdateCuda(api, cuda, "gpu_mem_limit", options.CudaMemoryLimit.ToString(CultureInfo.InvariantCulture));
            }

            api.Check(((delegate* unmanaged<nint, nint, nint>)api[OrtSlot.SessionOptionsAppendExecutionProviderCudaV2])(native, cuda));
        }
        finally
        {
            api.Release(OrtSlot.ReleaseCudaProviderOptions, cuda);
        }
    }

    private static void UpdateCuda(OrtApi api, nint cuda, string key, string value)
    {
        fixed (byte* k = Terminated(key), v = Terminated(value))
        {
            var (keys, values) = ((nint)k, (nint)v);
            api.Check(((delegate* unmanaged<nint, nint*, nint*, nuint, nint>)api[OrtSlot.UpdateCudaProviderOptions])(cuda, &keys, &values, 1));
        }
    }

    private static void AddEntry(OrtApi api, nint native, string key, string value)
    {
        fixed (byte* k = Terminated(key), v = Terminated(value))
        {
            api.Check(((delegate* unmanaged<nint, byte*, byte*, nint>)api[OrtSlot.AddSessionConfigEntry])(native, k, v), key);
        }
    }

    private static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + '\0');

    /// <summary>A path as the C API takes it: UTF-16 on Windows, bytes elsewhere.</summary>
    private static byte[] NativePath(string path) =>
        OperatingSystem.IsWindows() ? MemoryMarshal.AsBytes((path + '\0').AsSpan()).ToArray() : Terminated(path);
}
