using System.Runtime.InteropServices;

namespace IndustrialAgents.Onnx;

/// <summary>Owns a native session and the native copies of its names. Runs and bindings count references, so freeing waits for the last.</summary>
internal sealed class SessionHandle : SafeHandle
{
    private readonly OrtApi _api;
    private readonly List<nint> _names = [];

    public SessionHandle(OrtApi api, nint session)
        : base(0, ownsHandle: true)
    {
        _api = api;
        SetHandle(session);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The native session; valid while a reference is held.</summary>
    public nint Pointer => handle;

    /// <summary>A native copy of a name that lives as long as the session.</summary>
    public nint Name(string name)
    {
        var copy = Marshal.StringToCoTaskMemUTF8(name);
        _names.Add(copy);
        return copy;
    }

    protected override bool ReleaseHandle()
    {
        _api.Release(OrtSlot.ReleaseSession, handle);
        foreach (var name in _names)
        {
            Marshal.FreeCoTaskMem(name);
        }

        return true;
    }
}
