using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace IndustrialAgents.Onnx;

/// <summary>
/// A value as the runtime takes it, valid until this is disposed. A tensor whose memory begins on a boundary of <see cref="Alignment"/> bytes is pinned,
/// any other is copied to one.
/// </summary>
internal sealed unsafe class NativeInput : IDisposable
{
    // As the runtime's own allocator does it. Kernels sum up to the first boundary, then by whole registers, so that the same values elsewhere in memory
    // would give other last bits, and a recorded answer would not come out the same again.
    private const nuint Alignment = 64;

    private readonly OrtEnvironment _environment;
    private readonly List<NativeInput> _parts = [];
    private MemoryHandle _pin;
    private void* _copy;

    private NativeInput(OrtEnvironment environment) => _environment = environment;

    /// <summary>The native value; valid until this is disposed.</summary>
    public nint Pointer { get; private set; }

    /// <summary>Makes the native form of <paramref name="value"/>.</summary>
    public static NativeInput Create(OrtEnvironment environment, OnnxValue value)
    {
        var result = new NativeInput(environment);
        try
        {
            result.Fill(value);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Pointer != 0)
        {
            _environment.Api.ReleaseValue(Pointer);
            Pointer = 0;
        }

        foreach (var part in _parts)
        {
            part.Dispose();
        }

        _parts.Clear();
        _pin.Dispose();
        NativeMemory.AlignedFree(_copy);
        _copy = null;
    }

    private void Fill(OnnxValue value)
    {
        switch (value.Kind)
        {
            case OnnxValueKind.Tensor when value.AsTensor().ElementType == ElementType.String:
                FillStrings(value.AsTensor());
                break;
            case OnnxValueKind.Tensor:
                FillTensor(value.AsTensor());
                break;
            case OnnxValueKind.Map:
                Combine(value.Kind, [value.AsMap().Keys, value.AsMap().Values]);
                break;
            default:
                Combine(value.Kind, value.AsSequence());
                break;
        }
    }

    private void Combine(OnnxValueKind kind, IReadOnlyList<OnnxValue> values)
    {
        var pointers = new nint[values.Count];
        for (var i = 0; i < pointers.Length; i++)
        {
            _parts.Add(Create(_environment, values[i]));
            pointers[i] = _parts[i].Pointer;
        }

        fixed (nint* parts = pointers)
        {
            nint result = 0;
            var create = (delegate* unmanaged<nint*, nuint, int, nint*, nint>)_environment.Api[OrtSlot.CreateValue];
            _environment.Api.Check(create(parts, (nuint)pointers.Length, (int)kind, &result));
            Pointer = result;
        }
    }

    private void FillTensor(Tensor tensor)
    {
        _pin = tensor.Bytes.Pin();
        var data = _pin.Pointer;
        if (data is null || (nuint)data % Alignment != 0)
        {
            _copy = NativeMemory.AlignedAlloc((nuint)Math.Max(tensor.Bytes.Length, 1), Alignment);
            tensor.Bytes.Span.CopyTo(new Span<byte>(_copy, tensor.Bytes.Length));
            data = _copy;
            _pin.Dispose();
        }

        fixed (long* shape = tensor.Shape.Dimensions)
        {
            nint result = 0;
            _environment.Api.Check(_environment.Api.CreateTensorWithData(
                _environment.CpuMemory, data, (nuint)tensor.Bytes.Length, shape, (nuint)tensor.Shape.Rank, (int)tensor.ElementType, &result));
            Pointer = result;
        }
    }

    private void FillStrings(Tensor tensor)
    {
        var api = _environment.Api;
        fixed (long* shape = tensor.Shape.Dimensions)
        {
            nint result = 0;
            var create = (delegate* unmanaged<nint, long*, nuint, int, nint*, nint>)api[OrtSlot.CreateTensorAsOrtValue];
            api.Check(create(_environment.Allocator, shape, (nuint)tensor.Shape.Rank, (int)ElementType.String, &result));
            Pointer = result;
        }

        // All strings lie in one block, each ended by a zero.
        var strings = tensor.Strings.Span;
        var block = new ArrayBufferWriter<byte>(256);
        var starts = new nint[strings.Length];
        for (var i = 0; i < strings.Length; i++)
        {
            if (strings[i].Contains('\0', StringComparison.Ordinal))
            {
                throw new OnnxException(OnnxErrorCode.InvalidArgument, $"string {i} of a tensor {tensor} holds a zero character, which the runtime ends a string at");
            }

            starts[i] = block.WrittenCount;
            Encoding.UTF8.GetBytes(strings[i], block);
            block.Write("\0"u8);
        }

        fixed (byte* bytes = block.WrittenSpan)
        fixed (nint* pointers = starts)
        {
            for (var i = 0; i < starts.Length; i++)
            {
                pointers[i] += (nint)bytes;
            }

            api.Check(((delegate* unmanaged<nint, nint*, nuint, nint>)api[OrtSlot.FillStringTensor])(Pointer, pointers, (nuint)starts.Length));
        }
    }
}
