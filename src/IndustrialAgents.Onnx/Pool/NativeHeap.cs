using System.Runtime.InteropServices;

namespace IndustrialAgents.Onnx;

/// <summary>The C library's heap, which keeps what native code frees for the next allocation.</summary>
internal static partial class NativeHeap
{
    private static bool _unsupported = !OperatingSystem.IsLinux();

    /// <summary>Gives free memory back to the system where the C library can (glibc).</summary>
    public static void Trim()
    {
        if (_unsupported)
        {
            return;
        }

        try
        {
            _ = TrimHeap(0);
        }
        catch (EntryPointNotFoundException)
        {
            _unsupported = true;
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimHeap(nuint keep);
}
