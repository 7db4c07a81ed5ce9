using System.Buffers;
using System.Runtime.InteropServices;

namespace IndustrialAgents.Onnx;

/// <summary>Owns a native binding, its values and pins, and holds its session: a forgotten binding frees them when it is collected.</summary>
internal sealed unsafe class BindingHandle : SafeHandle
{
    private static readonly byte Nothing;
    private readonly OrtApi _api;
    private readonly OnnxSession _session;
    private readonly SessionHandle _sessionHandle;
    private readonly bool _onDevice;
    private readonly List<BoundValue> _inputs = [];
    private readonly List<BoundValue> _outputs = [];

    public BindingHandle(OnnxSession session)
        : base(0, ownsHandle: true)
    {
        _session = session;
        _sessionHandle = session.Handle;
        _api = session.Environment.Api;
        _onDevice = session.Provider != OnnxProvider.Cpu;
        var referenced = false;
        _sessionHandle.DangerousAddRef(ref referenced);
        try
        {
            SetHandle(_api.Get(OrtSlot.CreateIoBinding, _sessionHandle.Pointer));
        }
        catch
        {
            _sessionHandle.DangerousRelease();
            throw;
        }
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Whether all inputs and some output are known to be bound.</summary>
    public bool IsComplete { get; set; }

    public bool HasOutputs => _outputs.Count > 0;

    public bool IsBound(OnnxValueInfo info, bool output) => Find(output ? _outputs : _inputs, _session.NativeName(info, output)) >= 0;

    /// <summary>Binds pinned memory; the pin becomes the handle's when this returns.</summary>
    public void Bind(OnnxValueInfo info, bool output, ElementType type, MemoryHandle pin, TensorShape shape)
    {
        ObjectDisposedException.ThrowIf(IsClosed, typeof(OnnxBinding));
        var name = _session.NativeName(info, output);
        fixed (byte* nothing = &Nothing)
        fixed (long* dimensions = shape.Dimensions)
        {
            var size = type.SizeInBytes();
            var data = pin.Pointer is null ? nothing : pin.Pointer;
            nint value = 0;
            _api.Check(_api.CreateTensorWithData(
                _session.Environment.CpuMemory, data, (nuint)(shape.ElementCount * size), dimensions, (nuint)shape.Rank, (int)type, &value));
            try
            {
                BindNative(output ? OrtSlot.BindOutput : OrtSlot.BindInput, name, value);
            }
            catch
            {
                _api.ReleaseValue(value);
                throw;
            }

            Replace(output ? _outputs : _inputs, new BoundValue(_api, name, value, pin));
        }
    }

    /// <summary>Lets the runtime allocate an output.</summary>
    public void BindOutputToRuntime(OnnxValueInfo info)
    {
        ObjectDisposedException.ThrowIf(IsClosed, typeof(OnnxBinding));
        var name = _session.NativeName(info, true);
        BindNative(OrtSlot.BindOutputToDevice, name, _session.Environment.CpuMemory);
        Replace(_outputs, new BoundValue(_api, name, 0, default));
    }

    public void Run(CancellationToken cancellationToken)
    {
        var control = RunControl.Rent(cancellationToken);
        var referenced = false;
        try
        {
            DangerousAddRef(ref referenced);
            if (_onDevice)
            {
                // Binding an input copies it to the device: only binding it again shows the model what the caller wrote since.
                foreach (var input in _inputs)
                {
                    BindNative(OrtSlot.BindInput, input.Name, input.Value);
                }
            }

            _api.Check(_api.RunWithBinding(_sessionHandle.Pointer, control?.Options ?? 0, handle));
        }
        catch (OnnxException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException($"the run of {_session.Name} was cancelled", exception, cancellationToken);
        }
        finally
        {
            if (referenced)
            {
                DangerousRelease();
            }

            control?.Return();
        }
    }

    /// <summary>Reads an output that the runtime allocated.</summary>
    public OnnxValue Read(OnnxValueInfo info)
    {
        var index = IndexOfOwn(info);
        var referenced = false;
        try
        {
            DangerousAddRef(ref referenced);
            var values = TakeOutputs();
            try
            {
                return index < values.Length && values[index] != 0 && _api.GetInt(OrtSlot.HasValue, values[index]) != 0
                    ? NativeOutput.Read(_session.Environment, values[index], info.Name)
                    : throw new OnnxException($"{_session.Name} has not run: output '{info.Name}' has no value");
            }
            finally
            {
                Release(values);
            }
        }
        finally
        {
            if (referenced)
            {
                DangerousRelease();
            }
        }
    }

    /// <summary>Makes outputs that the runtime allocated the values of inputs: the values themselves, not copies. The outputs then are as if never run.</summary>
    public void Pass(IReadOnlyList<(OnnxValueInfo Output, OnnxValueInfo Input)> pairs)
    {
        var referenced = false;
        try
        {
            DangerousAddRef(ref referenced);
            var values = TakeOutputs();
            try
            {
                foreach (var (output, input) in pairs)
                {
                    var (name, index) = (_session.NativeName(input, false), IndexOfOwn(output));
                    if (index >= values.Length || values[index] == 0 || _api.GetInt(OrtSlot.HasValue, values[index]) == 0)
                    {
                        throw new OnnxException($"{_session.Name} has not run: output '{output.Name}' has no value");
                    }

                    var value = values[index];
                    BindNative(OrtSlot.BindInput, name, value);
                    values[index] = 0;
                    Replace(_inputs, new BoundValue(_api, name, value, default));

                    // Else the next run would write into what is now its input.
                    BindNative(OrtSlot.BindOutputToDevice, _session.NativeName(output, true), _session.Environment.CpuMemory);
                }
            }
            finally
            {
                Release(values);
            }
        }
        finally
        {
            if (referenced)
            {
                DangerousRelease();
            }
        }
    }

    /// <summary>Shows a value in the runtime's own memory, which is valid during the call only.</summary>
    public void View(OnnxValueInfo info, bool output, TensorReader reader)
    {
        var referenced = false;
        nint[] values = [];
        try
        {
            DangerousAddRef(ref referenced);
            nint value;
            if (output)
            {
                (values, var index) = (TakeOutputs(), IndexOfOwn(info));
                value = index < values.Length ? values[index] : 0;
            }
            else
            {
                var index = Find(_inputs, _session.NativeName(info, false));
                value = index < 0 ? 0 : _inputs[index].Value;
            }

            if (value == 0 || _api.GetInt(OrtSlot.HasValue, value) == 0)
            {
                throw new OnnxException($"{_session.Name}: '{info.Name}' has no value; bind it, or run the model");
            }

            var (type, shape) = NativeOutput.ReadShape(_api, value);
            var size = Enum.IsDefined(type) ? type.SizeInBytes() : 0;
            var length = (Int128)shape.ElementCount * size;
            if (size == 0 || length > int.MaxValue)
            {
                throw new OnnxException(OnnxErrorCode.NotImplemented, $"'{info.Name}' is {type} {shape}, which cannot be shown as at most {int.MaxValue} bytes");
            }

            reader(type, shape, new ReadOnlySpan<byte>((void*)_api.Get(OrtSlot.GetTensorMutableData, value), (int)length));
        }
        finally
        {
            Release(values);
            if (referenced)
            {
                DangerousRelease();
            }
        }
    }

    protected override bool ReleaseHandle()
    {
        _api.Release(OrtSlot.ReleaseIoBinding, handle);
        _inputs.ForEach(value => value.Dispose());
        _outputs.ForEach(value => value.Dispose());
        _sessionHandle.DangerousRelease();
        return true;
    }

    private int IndexOfOwn(OnnxValueInfo output)
    {
        var index = Find(_outputs, _session.NativeName(output, true));
        return index >= 0 && _outputs[index].Value == 0
            ? index
            : throw new OnnxException(OnnxErrorCode.InvalidArgument, $"output '{output.Name}' of {_session.Name} was not bound without a buffer");
    }

    // All outputs in the order of the list; what is not set to 0 must be released.
    private nint[] TakeOutputs()
    {
        nint* values = null;
        nuint count = 0;
        _api.Check(((delegate* unmanaged<nint, nint, nint**, nuint*, nint>)_api[OrtSlot.GetBoundOutputValues])(handle, _session.Environment.Allocator, &values, &count));
        var taken = new ReadOnlySpan<nint>(values, (int)count).ToArray();
        _session.Environment.Free((nint)values);
        return taken;
    }

    private void Release(ReadOnlySpan<nint> values)
    {
        foreach (var value in values)
        {
            _api.Release(OrtSlot.ReleaseValue, value);
        }
    }

    private void BindNative(OrtSlot function, nint name, nint value) =>
        _api.Check(((delegate* unmanaged<nint, nint, nint, nint>)_api[function])(handle, name, value), _session.Name);

    /// <summary>The runtime keeps outputs in the order in which they were first bound; so does the list.</summary>
    private void Replace(List<BoundValue> values, BoundValue value)
    {
        IsComplete = false;
        var index = Find(values, value.Name);
        if (index < 0)
        {
            values.Add(value);
            return;
        }

        values[index].Dispose();
        values[index] = value;
    }

    private static int Find(List<BoundValue> values, nint name)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
