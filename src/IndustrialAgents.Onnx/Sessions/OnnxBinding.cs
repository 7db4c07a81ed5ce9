using System.Buffers;

namespace IndustrialAgents.Onnx;

/// <summary>
/// Runs a model on buffers of the caller's, again and again: inputs are read from and outputs written to the bound memory, without copies
/// (on the processor) and without managed allocations. Change the inputs' content between runs as you like.
/// Not thread-safe: one caller at a time; several bindings of one session may run at once. Disposing ends the hold on the memory.
/// </summary>
public sealed class OnnxBinding : IDisposable
{
    private readonly OnnxSession _session;
    private readonly BindingHandle _handle;

    internal OnnxBinding(OnnxSession session)
    {
        _session = session;
        _handle = new BindingHandle(session);
    }

    /// <summary>Binds an input to memory, which is pinned until it is bound anew or the binding is disposed.</summary>
    /// <param name="name">Name of the input.</param>
    /// <param name="buffer">Exactly the elements of <paramref name="shape"/>, in row-major order.</param>
    /// <param name="shape">Shape of this and the following runs.</param>
    /// <exception cref="OnnxException">The input is unknown, or is of another type or shape.</exception>
    /// <exception cref="ArgumentException">The buffer's length is not that of the shape.</exception>
    public void BindInput<T>(string name, Memory<T> buffer, TensorShape shape)
        where T : unmanaged => Bind(isOutput: false, name, ElementTypes.Of<T>(), buffer.Pin(), buffer.Length, shape);

    /// <summary>As the other overload, for bytes that hold elements of any type but string.</summary>
    /// <exception cref="OnnxException">The input is unknown, or is of another type or shape.</exception>
    /// <exception cref="ArgumentException">The buffer's length is not that of the shape, or the type is string.</exception>
    public void BindInput(string name, ElementType type, Memory<byte> buffer, TensorShape shape) =>
        Bind(isOutput: false, name, type, buffer.Pin(), Elements(type, buffer.Length), shape);

    /// <summary>Binds an output to memory, which is pinned until it is bound anew or the binding is disposed.</summary>
    /// <param name="name">Name of the output. Outputs that are not bound are not computed.</param>
    /// <param name="buffer">Exactly the elements of <paramref name="shape"/>.</param>
    /// <param name="shape">The shape that the output will have.</param>
    /// <exception cref="OnnxException">The output is unknown, or is of another type or shape.</exception>
    /// <exception cref="ArgumentException">The buffer's length is not that of the shape.</exception>
    public void BindOutput<T>(string name, Memory<T> buffer, TensorShape shape)
        where T : unmanaged => Bind(isOutput: true, name, ElementTypes.Of<T>(), buffer.Pin(), buffer.Length, shape);

    /// <summary>As the other overload, for bytes that hold elements of any type but string.</summary>
    /// <exception cref="OnnxException">The output is unknown, or is of another type or shape.</exception>
    /// <exception cref="ArgumentException">The buffer's length is not that of the shape, or the type is string.</exception>
    public void BindOutput(string name, ElementType type, Memory<byte> buffer, TensorShape shape) =>
        Bind(isOutput: true, name, type, buffer.Pin(), Elements(type, buffer.Length), shape);

    /// <summary>Binds an output of a shape that is not known beforehand; <see cref="GetOutput"/> gives it after each run.</summary>
    /// <exception cref="OnnxException">The output is unknown.</exception>
    public void BindOutput(string name) => _handle.BindOutputToRuntime(_session.Output(name));

    /// <summary>Runs the model on what is bound.</summary>
    /// <exception cref="OnnxException">An input is not bound, no output is bound, an output has another shape than its buffer, or the run failed.</exception>
    /// <exception cref="OperationCanceledException">The token ended the run; the outputs' content is undefined.</exception>
    /// <exception cref="ObjectDisposedException">The binding or its session is disposed.</exception>
    public void Run(CancellationToken cancellationToken = default)
    {
        _session.ThrowIfDisposed();
        if (!_handle.IsComplete)
        {
            RequireComplete();
        }

        _handle.Run(cancellationToken);
    }

    /// <summary>Copies what the last run wrote to an output that was bound without a buffer.</summary>
    /// <exception cref="OnnxException">The output is unknown, was not bound without a buffer, or the model has not run.</exception>
    public OnnxValue GetOutput(string name) => _handle.Read(_session.Output(name));

    /// <summary>
    /// Makes outputs of the last run the values of inputs for the next, without a copy: the runtime's own memory changes hands. So a decoder's
    /// keys and values go from step to step. The outputs are then written anew, elsewhere.
    /// </summary>
    /// <param name="pairs">Outputs, each bound without a buffer, and the inputs that take them.</param>
    /// <exception cref="OnnxException">A name is unknown, an output was not bound without a buffer, or the model has not run.</exception>
    public void PassOutputs(IReadOnlyList<(string Output, string Input)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        _handle.Pass([.. pairs.Select(pair => (_session.Output(pair.Output), _session.Input(pair.Input)))]);
    }

    /// <summary>Shows what the last run wrote to an output that was bound without a buffer, where it lies.</summary>
    /// <exception cref="OnnxException">The output is unknown, was not bound without a buffer, holds text, or the model has not run.</exception>
    public void ViewOutput(string name, TensorReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _handle.View(_session.Output(name), true, reader);
    }

    /// <summary>Shows what is bound to an input, where it lies.</summary>
    /// <exception cref="OnnxException">The input is unknown or not bound.</exception>
    public void ViewInput(string name, TensorReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _handle.View(_session.Input(name), false, reader);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static int Elements(ElementType type, int bytes)
    {
        var size = type.SizeInBytes();
        return size > 0 && bytes % size == 0
            ? bytes / size
            : throw new ArgumentException($"{bytes} bytes are no whole number of {type}", nameof(bytes));
    }

    private void Bind(bool isOutput, string name, ElementType type, MemoryHandle pin, int count, TensorShape shape)
    {
        try
        {
            var info = isOutput ? _session.Output(name) : _session.Input(name);
            InputCheck.Require(_session.Name, isOutput ? "output" : "input", info, type, shape);
            RequireCount(count, name, shape);
            _handle.Bind(info, isOutput, type, pin, shape);
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }

    private static void RequireCount(int count, string name, TensorShape shape)
    {
        if (count != shape.ElementCount)
        {
            throw new ArgumentException($"the buffer for '{name}' has {count} elements; {shape} takes {shape.ElementCount}", nameof(count));
        }
    }

    private void RequireComplete()
    {
        foreach (var input in _session.Inputs)
        {
            if (!_handle.IsBound(input, false))
            {
                throw new OnnxException(
                    OnnxErrorCode.InvalidArgument, $"{_session.Name}: input '{input.Name}' is not bound; it takes {input.Describe()}");
            }
        }

        if (!_handle.HasOutputs)
        {
            throw new OnnxException(OnnxErrorCode.InvalidArgument, $"{_session.Name}: no output is bound");
        }

        _handle.IsComplete = true;
    }
}
