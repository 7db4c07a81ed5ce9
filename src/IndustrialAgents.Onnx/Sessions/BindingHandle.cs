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
        var environment = _session.Environment;
        var index = Find(_outputs, _session.NativeName(info, true));
        if (index < 0 || _outputs[index].Value != 0)
        {
            throw new OnnxException(OnnxErrorCode.InvalidArgument, $"output '{info.Name}' of {_session.Name} was not bound without a buffer");
        }

        var referenced = false;
        try
        {
            DangerousAddRef(ref referenced);
            nint* values = null;
            nuint count = 0;
            _api.Check(((delegate* unmanaged<nint, nint, nint**, nuint*, nint>)_api[OrtSlot.GetBoundOutputValues])(
                handle, environment.Allocator, &values, &count));
            try
            {
                return (nuint)index < count && values[index] != 0 && _api.GetInt(OrtSlot.HasValue, values[index]) != 0
                    ? NativeOutput.Read(environment, values[index], info.Name)
                    : throw new OnnxException($"{_session.Name} has not run: output '{info.Name}' has no value");
            }
            finally
            {
                for (nuint i = 0; i < count; i++)
                {
                    _api.Release(OrtSlot.ReleaseValue, values[i]);
                }

                environment.Free((nint)values);
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

    protected override bool ReleaseHandle()
    {
        _api.Release(OrtSlot.ReleaseIoBinding, handle);
        _inputs.ForEach(value => value.Dispose());
        _outputs.ForEach(value => value.Dispose());
        _sessionHandle.DangerousRelease();
        return true;
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
