using System.Runtime.InteropServices;

namespace IndustrialAgents.Experts;

/// <summary>Gives a file a second name, so that its content lies on the disk once.</summary>
internal static partial class HardLink
{
    /// <summary>Links, or copies where the file system does not link.</summary>
    /// <exception cref="IOException">The file cannot be copied either.</exception>
    public static void CreateOrCopy(string existing, string path)
    {
        var linked = OperatingSystem.IsWindows() ? CreateHardLink(path, existing, 0) : Link(existing, path) == 0;
        if (!linked)
        {
            File.Copy(existing, path, overwrite: false);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string path);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string path, string existing, nint security);
}
