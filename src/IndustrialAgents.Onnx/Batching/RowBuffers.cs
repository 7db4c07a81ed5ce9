using System.Runtime.InteropServices;

namespace IndustrialAgents.Onnx.Batching;

/// <summary>
/// A runner's own input and output memory, and the native values over its first 1, 2, 3... rows, which are made once and then used by
/// every run of that many rows. Not thread-safe.
/// </summary>
internal sealed unsafe class RowBuffers : IDisposable
{
    // Whole cache lines, as the runtime's own allocator gives.
    private const int Alignment = 64;

    private readonly OnnxSession _session;
    private readonly RowLayout _layout;
    private readonly nint _inputName;
    private readonly nint _outputName;
    private readonly int _maxRows;
    private nint[] _inputs = [];
    private nint[] _outputs = [];
    private byte* _input;
    private byte* _output;
    private bool _referenced;

    public RowBuffers(OnnxSession session, RowLayout layout, int maxRows)
    {
        _session = session;
        _layout = layout;
        _maxRows = maxRows;
        _inputName = session.NativeName(session.Inputs[0], output: false);
        _outputName = session.NativeName(session.Outputs[0], output: true);
        session.Handle.DangerousAddRef(ref _referenced);
    }

    /// <summary>Makes room for a batch; what the memory held is lost where it must grow.</summary>
    public void Reserve(int rows)
    {
        if (rows <= _inputs.Length)
        {
            return;
        }

        var capacity = Math.Min(_maxRows, Math.Max(rows, 2 * _inputs.Length));
        Free();
        _input = (byte*)NativeMemory.AlignedAlloc(checked((nuint)capacity * (nuint)_layout.InputBytes), Alignment);
        _output = (byte*)NativeMemory.AlignedAlloc(checked((nuint)capacity * (nuint)_layout.OutputBytes), Alignment);
        _inputs = new nint[capacity];
        _outputs = new nint[capacity];
    }

    /// <summary>Memory of some rows of the input.</summary>
    public Span<byte> Input(int row, int rows) => new(_input + ((long)row * _layout.InputBytes), checked(rows * _layout.InputBytes));

    /// <summary>Memory of some rows of the output.</summary>
    public ReadOnlySpan<byte> Output(int row, int rows) => new(_output + ((long)row * _layout.OutputBytes), checked(rows * _layout.OutputBytes));

    /// <summary>Runs the model from the first rows of the input to those of the output.</summary>
    /// <exception cref="OnnxException">The run failed.</exception>
    /// <exception cref="OperationCanceledException">The token ended the run.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Run(int rows, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_session.Handle.IsClosed, _session);
        ref var input = ref _inputs[rows - 1];
        ref var output = ref _outputs[rows - 1];
        if (output == 0)
        {
            input = Value(_input, _layout.InputBytes, _layout.InputType, _layout.InputRow, rows);
            output = Value(_output, _layout.OutputBytes, _layout.OutputType, _layout.OutputRow, rows);
        }

        var control = RunControl.Rent(cancellation);
        try
        {
            var inputName = _inputName;
            var outputName = _outputName;
            var inputValue = input;
            var outputValue = output;
            var api = _session.Environment.Api;
            var status = api.Run(
                _session.Handle.Pointer, control?.Options ?? 0, (byte**)&inputName, &inputValue, 1, (byte**)&outputName, 1, &outputValue);
            if (status != 0)
            {
                api.Check(status, _session.Name);
            }
        }
        catch (OnnxException e) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException($"the run of {_session.Name} was cancelled", e, cancellation);
        }
        finally
        {
            control?.Return();
        }
    }

    public void Dispose()
    {
        Free();
        if (_referenced)
        {
            _session.Handle.DangerousRelease();
            _referenced = false;
        }
    }

    private nint Value(byte* memory, int rowBytes, ElementType type, TensorShape row, int rows)
    {
        Span<long> shape = [rows, .. row.Dimensions];
        var environment = _session.Environment;
        nint value = 0;
        fixed (long* s = shape)
        {
            environment.Api.Check(environment.Api.CreateTensorWithData(
                environment.CpuMemory, memory, (nuint)rows * (nuint)rowBytes, s, (nuint)shape.Length, (int)type, &value));
        }

        return value;
    }

    private void Free()
    {
        foreach (var value in _inputs.Concat(_outputs))
        {
            _session.Environment.Api.Release(OrtSlot.ReleaseValue, value);
        }

        NativeMemory.AlignedFree(_input);
        NativeMemory.AlignedFree(_output);
        _input = _output = null;
        _inputs = [];
        _outputs = [];
    }
}
