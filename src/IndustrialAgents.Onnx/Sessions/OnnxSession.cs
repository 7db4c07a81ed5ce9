namespace IndustrialAgents.Onnx;

/// <summary>
/// A loaded model. All members are thread-safe; runs may be concurrent. Disposing while runs are in flight is safe: they finish,
/// later ones get <see cref="ObjectDisposedException"/>, and the memory goes when the last run and the last binding have ended.
/// </summary>
public sealed class OnnxSession : IDisposable
{
    private readonly Dictionary<string, int> _inputIndex;
    private readonly Dictionary<string, int> _outputIndex;
    private readonly nint[] _inputNames;
    private readonly nint[] _outputNames;
    private readonly int _required;
    private volatile bool _disposed;

    private OnnxSession(string name, string? path, ReadOnlySpan<byte> model, OnnxSessionOptions options)
    {
        Name = name;
        Environment = OrtEnvironment.Instance;
        (var native, Provider) = SessionFactory.Create(path, model, name, options);
        IntraOpThreads = options.ThreadsFor(path is null ? model.Length : SessionFactory.LengthOf(path));
        Handle = new SessionHandle(Environment.Api, native);
        try
        {
            Inputs = SessionInspector.ReadValues(
                Environment, native, OrtSlot.SessionGetInputCount, OrtSlot.SessionGetInputName, OrtSlot.SessionGetInputTypeInfo);
            Outputs = SessionInspector.ReadValues(
                Environment, native, OrtSlot.SessionGetOutputCount, OrtSlot.SessionGetOutputName, OrtSlot.SessionGetOutputTypeInfo);
            OptionalInputs = SessionInspector.ReadValues(
                Environment, native, OrtSlot.SessionGetOverridableInitializerCount, OrtSlot.SessionGetOverridableInitializerName,
                OrtSlot.SessionGetOverridableInitializerTypeInfo);
            Metadata = SessionInspector.ReadMetadata(Environment, native);
            _required = Inputs.Count;
            OnnxValueInfo[] all = [.. Inputs, .. OptionalInputs];
            _inputNames = Array.ConvertAll(all, value => Handle.Name(value.Name));
            _outputNames = [.. Outputs.Select(value => Handle.Name(value.Name))];
            _inputIndex = Index(all);
            _outputIndex = Index(Outputs);
        }
        catch
        {
            Handle.Dispose();
            throw;
        }

        SessionLog.Loaded(OrtLog.Logger, name, Provider);
    }

    /// <summary>What errors call the model: the file's name, or what the caller named the bytes.</summary>
    public string Name { get; }

    /// <summary>The inputs that every run needs, in the model's order.</summary>
    public IReadOnlyList<OnnxValueInfo> Inputs { get; }

    /// <summary>Inputs that have a value of their own, which a run may replace.</summary>
    public IReadOnlyList<OnnxValueInfo> OptionalInputs { get; }

    /// <summary>The outputs, in the model's order.</summary>
    public IReadOnlyList<OnnxValueInfo> Outputs { get; }

    /// <summary>What the model says about itself.</summary>
    public ModelMetadata Metadata { get; }

    /// <summary>The preferred provider that was available.</summary>
    public OnnxProvider Provider { get; }

    /// <summary>Threads that share one operator's work on the processor.</summary>
    public int IntraOpThreads { get; }

    internal OrtEnvironment Environment { get; }

    internal SessionHandle Handle { get; }

    /// <summary>
    /// Loads a model file, and the external data files that it names beside it. The runtime maps external data into memory: such a file
    /// may be deleted or replaced by renaming while the session lives, but cutting it short in place ends the process (SIGBUS on Linux).
    /// </summary>
    /// <exception cref="OnnxException">There is no such file, it is not a model, its external data is missing, or no provider is available.</exception>
    public static OnnxSession Load(string path, OnnxSessionOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = Path.GetFileName(path);
        return File.Exists(path)
            ? new OnnxSession(name, Path.GetFullPath(path), default, options ?? OnnxSessionOptions.Default)
            : throw new OnnxException(OnnxErrorCode.NoSuchFile, $"there is no model file {path}");
    }

    /// <summary>
    /// Loads a model from bytes, which may change or go afterwards. External data files are looked for in
    /// <see cref="OnnxSessionOptions.ExternalDataFolder"/>.
    /// </summary>
    /// <param name="model">The content of a model file.</param>
    /// <param name="options">How to load and run it.</param>
    /// <param name="name">What errors call the model.</param>
    /// <exception cref="OnnxException">The bytes are not a model, its external data is missing, or no provider is available.</exception>
    public static OnnxSession Load(ReadOnlySpan<byte> model, OnnxSessionOptions? options = null, string name = "model")
    {
        return model.IsEmpty
            ? throw new OnnxException(OnnxErrorCode.InvalidProtobuf, $"{name}: a model of no bytes")
            : new OnnxSession(name, null, model, options ?? OnnxSessionOptions.Default);
    }

    /// <summary>Runs the model on tensors and gives its outputs by name, as tensors of the caller's own.</summary>
    /// <param name="inputs">A tensor for every name in <see cref="Inputs"/>; not changed, not kept.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="OnnxException">An input is missing, unknown or of another type or shape; an output is not a tensor
    /// (use <see cref="RunValues"/>); or the run failed.</exception>
    /// <exception cref="OperationCanceledException">The token ended the run.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellationToken = default) =>
        Run(inputs, null, cancellationToken);

    /// <summary>As the other overload, computing only the outputs named, or all where <paramref name="outputs"/> is null.</summary>
    /// <exception cref="OnnxException">See the other overload; or an output is unknown.</exception>
    /// <exception cref="OperationCanceledException">The token ended the run.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(
        IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyList<string>? outputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var values = new Dictionary<string, OnnxValue>(inputs.Count);
        foreach (var (name, tensor) in inputs)
        {
            values.Add(name, tensor is null ? null! : OnnxValue.FromTensor(tensor));
        }

        var results = RunValues(values, outputs, cancellationToken);
        var tensors = new Dictionary<string, Tensor>(results.Count);
        foreach (var (name, value) in results)
        {
            tensors.Add(name, value.Kind == OnnxValueKind.Tensor
                ? value.AsTensor()
                : throw new OnnxException($"output '{name}' of {Name} is a {value}, not a tensor; {nameof(RunValues)} gives it"));
        }

        return tensors;
    }

    /// <summary>Runs the model on tensors, sequences and maps, and gives its outputs by name.</summary>
    /// <param name="inputs">A value for every name in <see cref="Inputs"/>; not changed, not kept.</param>
    /// <param name="outputs">Names of the outputs to compute; all where null.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="OnnxException">An input is missing, unknown or of another type or shape; an output is unknown; or the run failed.</exception>
    /// <exception cref="OperationCanceledException">The token ended the run.</exception>
    public IReadOnlyDictionary<string, OnnxValue> RunValues(
        IReadOnlyDictionary<string, OnnxValue> inputs, IReadOnlyList<string>? outputs = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Validate(inputs);
        var outputIndices = outputs is null ? [.. Enumerable.Range(0, Outputs.Count)] : outputs.Select(OutputIndex).Distinct().ToArray();
        var native = new List<NativeInput>(inputs.Count);
        var results = new nint[outputIndices.Length];
        try
        {
            var names = new nint[inputs.Count];
            var values = new nint[inputs.Count];
            foreach (var (name, value) in inputs)
            {
                names[native.Count] = _inputNames[_inputIndex[name]];
                native.Add(NativeInput.Create(Environment, value));
                values[native.Count - 1] = native[^1].Pointer;
            }

            Run(names, values, Array.ConvertAll(outputIndices, index => _outputNames[index]), results, cancellationToken);
            var read = new Dictionary<string, OnnxValue>(results.Length);
            for (var i = 0; i < results.Length; i++)
            {
                var name = Outputs[outputIndices[i]].Name;
                read.Add(name, NativeOutput.Read(Environment, results[i], name));
            }

            return read;
        }
        finally
        {
            foreach (var result in results)
            {
                Environment.Api.Release(OrtSlot.ReleaseValue, result);
            }

            foreach (var value in native)
            {
                value.Dispose();
            }
        }
    }

    /// <summary>Makes a binding, through which one caller at a time runs the model on memory of its own without copies or allocations.</summary>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public OnnxBinding CreateBinding()
    {
        ThrowIfDisposed();
        return new OnnxBinding(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Handle.Dispose();
    }

    /// <summary>A handle still takes references while it has others: only this ends runs that would overlap for ever.</summary>
    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    internal OnnxValueInfo Input(string name) =>
        _inputIndex.TryGetValue(name, out var index)
            ? index < _required ? Inputs[index] : OptionalInputs[index - _required]
            : throw InputCheck.Unknown(Name, "input", name, Inputs);

    internal OnnxValueInfo Output(string name) => Outputs[OutputIndex(name)];

    internal nint NativeName(OnnxValueInfo value, bool output) =>
        output ? _outputNames[_outputIndex[value.Name]] : _inputNames[_inputIndex[value.Name]];

    private static Dictionary<string, int> Index(IReadOnlyList<OnnxValueInfo> values)
    {
        var result = new Dictionary<string, int>(values.Count, StringComparer.Ordinal);
        for (var i = 0; i < values.Count; i++)
        {
            result.TryAdd(values[i].Name, i);
        }

        return result;
    }

    private int OutputIndex(string name) =>
        _outputIndex.TryGetValue(name, out var index) ? index : throw InputCheck.Unknown(Name, "output", name, Outputs);

    private void Validate(IReadOnlyDictionary<string, OnnxValue> inputs)
    {
        foreach (var (name, value) in inputs)
        {
            InputCheck.Require(Name, Input(name), value);
        }

        foreach (var input in Inputs)
        {
            if (!inputs.ContainsKey(input.Name) && input.Kind != OnnxValueKind.Optional)
            {
                throw new OnnxException(OnnxErrorCode.InvalidArgument, $"{Name}: input '{input.Name}' is missing; it takes {input.Describe()}");
            }
        }
    }

    private unsafe void Run(
        ReadOnlySpan<nint> names, ReadOnlySpan<nint> values, ReadOnlySpan<nint> outputNames, Span<nint> results, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        var control = RunControl.Rent(cancellationToken);
        var referenced = false;
        try
        {
            Handle.DangerousAddRef(ref referenced);
            fixed (nint* n = names, v = values, o = outputNames, r = results)
            {
                var status = Environment.Api.Run(
                    Handle.Pointer, control?.Options ?? 0, (byte**)n, v, (nuint)names.Length, (byte**)o, (nuint)outputNames.Length, r);
                Environment.Api.Check(status, Name);
            }
        }
        catch (OnnxException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException($"the run of {Name} was cancelled", exception, cancellationToken);
        }
        finally
        {
            if (referenced)
            {
                Handle.DangerousRelease();
            }

            control?.Return();
        }
    }
}
