using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IndustrialAgents.Onnx;

/// <summary>
/// ONNX Runtime's table of functions, called through function pointers. Every function that returns a status returns null
/// for success; <see cref="Check(nint)"/> turns anything else into an <see cref="OnnxException"/>.
/// </summary>
internal sealed unsafe class OrtApi(nint* table)
{
    public readonly delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint> Run =
        (delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)table[(int)OrtSlot.Run];

    public readonly delegate* unmanaged<nint, nint, nint, nint> RunWithBinding =
        (delegate* unmanaged<nint, nint, nint, nint>)table[(int)OrtSlot.RunWithBinding];

    public readonly delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint> CreateTensorWithData =
        (delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)table[(int)OrtSlot.CreateTensorWithDataAsOrtValue];

    public readonly delegate* unmanaged<nint, void> ReleaseValue = (delegate* unmanaged<nint, void>)table[(int)OrtSlot.ReleaseValue];

    /// <summary>Throws when <paramref name="status"/> is one of failure, and releases it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Check(nint status)
    {
        if (status != 0)
        {
            Throw(status, null);
        }
    }

    /// <summary>As <see cref="Check(nint)"/>, with what was being done in front of the message.</summary>
    public void Check(nint status, string doing)
    {
        if (status != 0)
        {
            Throw(status, doing);
        }
    }

    /// <summary>Releases an object by its own function.</summary>
    public void Release(OrtSlot function, nint handle)
    {
        if (handle != 0)
        {
            ((delegate* unmanaged<nint, void>)table[(int)function])(handle);
        }
    }

    /// <summary>Calls a function of one object.</summary>
    public void Call(OrtSlot function, nint first) => Check(((delegate* unmanaged<nint, nint>)table[(int)function])(first));

    /// <summary>Calls a function of an object and a number.</summary>
    public void Call(OrtSlot function, nint first, int second) => Check(((delegate* unmanaged<nint, int, nint>)table[(int)function])(first, second));

    /// <summary>Calls a function that gives an object.</summary>
    public nint Get(OrtSlot function)
    {
        nint result = 0;
        Check(((delegate* unmanaged<nint*, nint>)table[(int)function])(&result));
        return result;
    }

    /// <summary>Calls a function of an object that gives an object or a size.</summary>
    public nint Get(OrtSlot function, nint first)
    {
        nint result = 0;
        Check(((delegate* unmanaged<nint, nint*, nint>)table[(int)function])(first, &result));
        return result;
    }

    /// <summary>Calls a function of an object and an allocator or index that gives an object.</summary>
    public nint Get(OrtSlot function, nint first, nint second)
    {
        nint result = 0;
        Check(((delegate* unmanaged<nint, nint, nint*, nint>)table[(int)function])(first, second, &result));
        return result;
    }

    /// <summary>Calls a function of an object that gives an enumeration's value.</summary>
    public int GetInt(OrtSlot function, nint first)
    {
        var result = 0;
        Check(((delegate* unmanaged<nint, int*, nint>)table[(int)function])(first, &result));
        return result;
    }

    /// <summary>Whether the table has <see cref="OrtSlot.TensorTypeAndShapeHasShape"/> (from 1.24 on).</summary>
    public bool HasShapeFunction { get; init; }

    /// <summary>The function at a place.</summary>
    public nint this[OrtSlot function] => table[(int)function];

    private void Throw(nint status, string? doing)
    {
        var code = ((delegate* unmanaged<nint, int>)table[(int)OrtSlot.GetErrorCode])(status);
        var text = ((delegate* unmanaged<nint, byte*>)table[(int)OrtSlot.GetErrorMessage])(status);
        var message = Marshal.PtrToStringUTF8((nint)text) ?? "";
        Release(OrtSlot.ReleaseStatus, status);
        throw new OnnxException((OnnxErrorCode)code, doing is null ? message : $"{doing}: {message}");
    }
}
