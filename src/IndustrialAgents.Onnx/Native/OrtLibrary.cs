using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace IndustrialAgents.Onnx;

/// <summary>Finds and loads the native library, and asks it for its table of functions.</summary>
internal static unsafe class OrtLibrary
{
    /// <summary>The environment variable that names a library file outright.</summary>
    public const string PathVariable = "IA_ONNXRUNTIME";

    /// <summary>The oldest version whose functions are all that is used here: 1.20.</summary>
    private const int OldestVersion = 20;

    /// <summary>The newest version of the table of which functions are used: 1.24.</summary>
    private const int NewestVersion = 24;

    private static string FileName =>
        OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.1.dylib" : "libonnxruntime.so.1";

    /// <summary>Loads the library.</summary>
    /// <exception cref="OnnxException">There is none, it cannot be loaded, or it is too old.</exception>
    public static (OrtApi Api, string Version, string Path) Load()
    {
        NativeEnvironment.Set("ORT_DISABLE_TELEMETRY", "1");
        var (handle, path) = Open();
        if (!NativeLibrary.TryGetExport(handle, "OrtGetApiBase", out var getBase))
        {
            throw new OnnxException($"{path} is not an ONNX Runtime library: it does not export OrtGetApiBase");
        }

        // OrtApiBase is two functions: the table of a version, and the library's version as text.
        var api = ((delegate* unmanaged<nint*>)getBase)();
        var version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)api[1])()) ?? "";
        var parts = version.Split('.');
        if (parts.Length < 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            || (parts[0] == "1" && minor < OldestVersion))
        {
            throw new OnnxException($"{path} is ONNX Runtime {version}; 1.{OldestVersion} or later is needed");
        }

        var asked = parts[0] == "1" ? Math.Min(minor, NewestVersion) : NewestVersion;
        var table = ((delegate* unmanaged<uint, nint*>)api[0])((uint)asked);
        return table is null
            ? throw new OnnxException($"{path} is ONNX Runtime {version}, which does not offer version {asked} of its C API")
            : (new OrtApi(table) { HasShapeFunction = asked >= 24 }, version, path);
    }

    private static (nint Handle, string Path) Open()
    {
        var named = Environment.GetEnvironmentVariable(PathVariable);
        if (!string.IsNullOrEmpty(named))
        {
            return NativeLibrary.TryLoad(Path.GetFullPath(named), out var handle)
                ? (handle, Path.GetFullPath(named))
                : throw new OnnxException(
                    File.Exists(named)
                        ? $"{PathVariable} names {named}, which the system cannot load as a library for this processor"
                        : $"{PathVariable} names {named}, and there is no such file");
        }

        var assembly = typeof(OrtLibrary).Assembly;
        foreach (var candidate in Candidates(assembly))
        {
            if (File.Exists(candidate) && NativeLibrary.TryLoad(candidate, out var handle))
            {
                return (handle, candidate);
            }
        }

        // A NuGet package's library lies where the host's own probing finds it.
        return NativeLibrary.TryLoad("onnxruntime", assembly, null, out var probed)
            ? (probed, "onnxruntime")
            : throw new OnnxException(
                $"no ONNX Runtime library: {FileName} is not in {AppContext.BaseDirectory}. Build the application again, "
                + $"or set {PathVariable} to a library file");
    }

    private static IEnumerable<string> Candidates(Assembly assembly)
    {
        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        var folder = Path.GetDirectoryName(assembly.Location);
        if (!string.IsNullOrEmpty(folder))
        {
            yield return Path.Combine(folder, FileName);
        }
    }
}
