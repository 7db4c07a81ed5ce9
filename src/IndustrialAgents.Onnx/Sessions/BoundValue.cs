using System.Buffers;

namespace IndustrialAgents.Onnx;

/// <summary>One native value of a binding and the pin of the memory under it.</summary>
internal sealed class BoundValue(OrtApi api, nint name, nint value, MemoryHandle pin) : IDisposable
{
    private MemoryHandle _pin = pin;

    /// <summary>Native name of the input or output.</summary>
    public nint Name { get; } = name;

    /// <summary>The native value; 0 where the runtime makes the output's.</summary>
    public nint Value { get; } = value;

    /// <inheritdoc/>
    public void Dispose()
    {
        api.Release(OrtSlot.ReleaseValue, Value);
        _pin.Dispose();
    }
}
