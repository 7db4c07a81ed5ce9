using System.Runtime.InteropServices;

namespace IndustrialAgents.Onnx;

/// <summary>The process's one ONNX Runtime environment and what all sessions share. Lives as long as the process.</summary>
internal sealed unsafe class OrtEnvironment
{
    private static readonly Lazy<OrtEnvironment> Shared = new(() => new OrtEnvironment());

    private OrtEnvironment()
    {
        (Api, Version, LibraryPath) = OrtLibrary.Load();
        fixed (byte* name = "IndustrialAgents\0"u8)
        {
            nint environment = 0;
            var create = (delegate* unmanaged<delegate* unmanaged<nint, int, byte*, byte*, byte*, byte*, void>, nint, int, byte*, nint*, nint>)
                Api[OrtSlot.CreateEnvWithCustomLogger];
            Api.Check(create(&Write, 0, OrtLog.Severity(), name, &environment));
            Handle = environment;
        }

        Api.Call(OrtSlot.DisableTelemetryEvents, Handle);
        Allocator = Api.Get(OrtSlot.GetAllocatorWithDefaultOptions);
        var memory = (delegate* unmanaged<int, int, nint*, nint>)Api[OrtSlot.CreateCpuMemoryInfo];
        nint info = 0;
        Api.Check(memory(DeviceAllocator, DefaultMemory, &info));
        CpuMemory = info;
        Providers = ReadProviders();
    }

    private const int DeviceAllocator = 0;
    private const int DefaultMemory = 0;

    /// <summary>The environment, made on first use.</summary>
    /// <exception cref="OnnxException">The library cannot be loaded.</exception>
    public static OrtEnvironment Instance => Shared.Value;

    /// <summary>Whether the environment exists.</summary>
    public static bool Exists => Shared.IsValueCreated;

    public OrtApi Api { get; }

    public nint Handle { get; }

    public string Version { get; }

    public string LibraryPath { get; }

    /// <summary>The allocator that strings and parts of sequences and maps come from.</summary>
    public nint Allocator { get; }

    /// <summary>Describes ordinary memory.</summary>
    public nint CpuMemory { get; }

    public IReadOnlyList<string> Providers { get; }

    /// <summary>Reads a string that the library allocated, and frees it.</summary>
    public string TakeString(nint text)
    {
        var result = Marshal.PtrToStringUTF8(text) ?? "";
        Free(text);
        return result;
    }

    /// <summary>Frees memory of <see cref="Allocator"/>.</summary>
    public void Free(nint memory)
    {
        if (memory != 0)
        {
            Api.Check(((delegate* unmanaged<nint, nint, nint>)Api[OrtSlot.AllocatorFree])(Allocator, memory));
        }
    }

    [UnmanagedCallersOnly]
    private static void Write(nint parameter, int severity, byte* category, byte* logId, byte* location, byte* message) =>
        OrtLog.Write(severity, Marshal.PtrToStringUTF8((nint)category), Marshal.PtrToStringUTF8((nint)location), Marshal.PtrToStringUTF8((nint)message));

    private string[] ReadProviders()
    {
        byte** names = null;
        var count = 0;
        Api.Check(((delegate* unmanaged<byte***, int*, nint>)Api[OrtSlot.GetAvailableProviders])(&names, &count));
        var result = new string[count];
        for (var i = 0; i < count; i++)
        {
            result[i] = Marshal.PtrToStringUTF8((nint)names[i]) ?? "";
        }

        Api.Check(((delegate* unmanaged<byte**, int, nint>)Api[OrtSlot.ReleaseAvailableProviders])(names, count));
        return result;
    }
}
