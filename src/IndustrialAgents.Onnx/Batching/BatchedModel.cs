namespace IndustrialAgents.Onnx.Batching;

/// <summary>
/// A model that many callers share. Requests that meet run together: the first at once, on its caller's thread; those that come while a run
/// is in flight are gathered for the next, joined along the first dimension, and each caller gets its own rows back. Requests that cannot
/// share a run (other dimensions, text, a model that takes one row at a time) run singly. A batch that fails is repeated request by request,
/// so that a bad one fails alone; where all of them then run, the model is no longer batched. All members are thread-safe.
/// </summary>
public sealed partial class BatchedModel : IDisposable, IBatchExecutor
{
    private readonly OnnxSession _session;
    private readonly IDisposable? _owner;
    private readonly BatchScheduler _scheduler;
    private readonly RowsExecutor? _rows;
    private readonly ValuesExecutor _values;
    private readonly TimeProvider _time;
    private readonly int _runners;
    private int _closedRunners;

    /// <summary>Batches the runs of a session.</summary>
    /// <param name="session">The model. It must not be disposed before this is.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="time">The clock of deadlines; null for the system's.</param>
    /// <param name="owner">Disposed once this is disposed and the last run has ended, such as a lease that keeps the model loaded.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive.</exception>
    public BatchedModel(OnnxSession session, BatchingOptions? options = null, TimeProvider? time = null, IDisposable? owner = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        options ??= new BatchingOptions();
        options.Validate();
        options = options.For(session);
        _session = session;
        _owner = owner;
        _runners = options.Runners;
        _time = time ?? TimeProvider.System;
        _values = new ValuesExecutor(session);
        Rows = RowLayout.Of(session);
        _rows = Rows is null ? null : new RowsExecutor(session, Rows, options);
        _scheduler = new BatchScheduler(this, options, session.Name, _time);
        if (!_values.IsBatchable && Rows is null or { IsOpen: false })
        {
            _scheduler.StopBatching();
        }
    }

    /// <summary>The layout of a model that maps rows of one tensor to rows of another; null for others, which take named values only.</summary>
    public RowLayout? Rows { get; }

    /// <summary>Whether requests may still share a run: as declared, until a run proves otherwise.</summary>
    public bool IsBatching => _scheduler.MaxBatch > 1;

    /// <summary>What has been done so far.</summary>
    public BatchStatistics Statistics => _scheduler.Statistics;

    /// <summary>
    /// Runs rows through a model with <see cref="Rows"/>. Allocates nothing in steady state; where the model is idle, the run is over when
    /// the method returns. More rows than a batch holds run in pieces.
    /// </summary>
    /// <param name="input">One or more whole rows, little-endian; must not change until the task ends.</param>
    /// <param name="output">Memory for as many rows of the output; written before the task ends, and not touched after it, even if cancelled.</param>
    /// <param name="deadline">When the request may no longer start; null for never.</param>
    /// <param name="cancellationToken">Ends the wait, and the run where it serves this request alone; others in a batch are not disturbed.</param>
    /// <exception cref="InvalidRequestException">The model has no <see cref="Rows"/>, or a length is not that of whole rows.</exception>
    /// <exception cref="OverloadedException">The queue is full.</exception>
    /// <exception cref="DeadlineExceededException">The deadline passed before the run began.</exception>
    /// <exception cref="OperationCanceledException">The token ended the request.</exception>
    /// <exception cref="OnnxException">The run failed.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public ValueTask RunRowsAsync(
        ReadOnlyMemory<byte> input, Memory<byte> output, DateTimeOffset? deadline = null, CancellationToken cancellationToken = default)
    {
        var rows = CountRows(input.Length, output.Length);
        if (Admit(rows, deadline, cancellationToken) is { } runner)
        {
            return RunHere(runner, input.Span, output.Span, cancellationToken);
        }

        var request = _scheduler.Rent() as RowsRequest ?? new RowsRequest();
        request.Set(rows, input, output);
        return Enqueue(request, deadline, cancellationToken);
    }

    /// <summary>As the other overload, for a model of <see cref="ElementType.Float32"/>.</summary>
    /// <exception cref="InvalidRequestException">The model has no <see cref="Rows"/>, other element types, or a length is not that of whole rows.</exception>
    public ValueTask RunRowsAsync(
        ReadOnlyMemory<float> input, Memory<float> output, DateTimeOffset? deadline = null, CancellationToken cancellationToken = default)
    {
        if (Rows is { } layout && (layout.InputType != ElementType.Float32 || layout.OutputType != ElementType.Float32))
        {
            throw new InvalidRequestException("input", $"{_session.Name} maps {layout.InputType} to {layout.OutputType}; give it bytes, not numbers");
        }

        var rows = CountRows((long)input.Length * sizeof(float), (long)output.Length * sizeof(float));
        if (Admit(rows, deadline, cancellationToken) is { } runner)
        {
            return RunHere(
                runner,
                System.Runtime.InteropServices.MemoryMarshal.AsBytes(input.Span),
                System.Runtime.InteropServices.MemoryMarshal.AsBytes(output.Span),
                cancellationToken);
        }

        var request = _scheduler.Rent() as RowsRequest ?? new RowsRequest();
        request.Set(rows, input, output);
        return Enqueue(request, deadline, cancellationToken);
    }

    /// <summary>Runs named tensors through a model whose outputs are tensors.</summary>
    /// <param name="inputs">A tensor for every input; must not change until the task ends.</param>
    /// <param name="outputs">Names of the outputs to compute; all where null.</param>
    /// <param name="deadline">When the request may no longer start; null for never.</param>
    /// <param name="cancellationToken">Ends the wait, and the run where it serves this request alone; others in a batch are not disturbed.</param>
    /// <returns>The outputs by name, as tensors of the caller's own.</returns>
    /// <exception cref="OnnxException">An input is missing, unknown or of another type or shape; an output is unknown or no tensor; or the run failed.</exception>
    /// <exception cref="OverloadedException">The queue is full.</exception>
    /// <exception cref="DeadlineExceededException">The deadline passed before the run began.</exception>
    /// <exception cref="OperationCanceledException">The token ended the request.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public async ValueTask<IReadOnlyDictionary<string, Tensor>> RunAsync(
        IReadOnlyDictionary<string, Tensor> inputs,
        IReadOnlyList<string>? outputs = null,
        DateTimeOffset? deadline = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var values = inputs.ToDictionary(i => i.Key, i => i.Value is null ? null! : OnnxValue.FromTensor(i.Value));
        var results = await RunValuesAsync(values, outputs, deadline, cancellationToken).ConfigureAwait(false);
        return results.ToDictionary(r => r.Key, r => r.Value.Kind == OnnxValueKind.Tensor
            ? r.Value.AsTensor()
            : throw new OnnxException($"output '{r.Key}' of {_session.Name} is a {r.Value}, not a tensor; {nameof(RunValuesAsync)} gives it"));
    }

    /// <summary>Runs named values, which may be sequences and maps, through any model; see <see cref="RunAsync"/> for the rest.</summary>
    public async ValueTask<IReadOnlyDictionary<string, OnnxValue>> RunValuesAsync(
        IReadOnlyDictionary<string, OnnxValue> inputs,
        IReadOnlyList<string>? outputs = null,
        DateTimeOffset? deadline = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var rows = _values.RowsOf(inputs, outputs);
        if (Admit(Math.Max(rows, 1), deadline, cancellationToken) is { } runner)
        {
            try
            {
                return _session.RunValues(inputs, outputs, cancellationToken);
            }
            finally
            {
                _scheduler.End(runner, 1, failed: false);
            }
        }

        var request = new ValuesRequest(inputs, outputs, rows);
        await Enqueue(request, deadline, cancellationToken).ConfigureAwait(false);
        return request.Result!;
    }

    /// <summary>Refuses new requests and fails those that wait with <see cref="ObjectDisposedException"/>; runs in flight end well.</summary>
    public void Dispose() => _scheduler.Close();

    bool IBatchExecutor.CanShare(BatchRequest first, BatchRequest next) => (first, next) switch
    {
        (RowsRequest, RowsRequest) => true,
        (ValuesRequest a, ValuesRequest b) => a.CanShare(b),
        _ => false,
    };

    (int Runs, bool Failed) IBatchExecutor.Execute(int runner, ReadOnlySpan<BatchRequest> batch)
    {
        try
        {
            if (batch.Length == 1)
            {
                return (RunAlone(runner, batch[0]), false);
            }

            var (together, all) = batch[0] is RowsRequest ? RunRowsTogether(runner, batch) : _values.Run(batch);
            if (!together && all)
            {
                _scheduler.StopBatching();
                LogBatchingStopped(OrtLog.Logger, _session.Name, batch.Length);
            }

            return together ? (1, false) : (1 + batch.Length, true);
        }
        catch (Exception e)
        {
            // Such as memory that could not be had: nobody may be left waiting.
            foreach (var request in batch)
            {
                request.Fail(e);
            }

            return (1, false);
        }
    }

    void IBatchExecutor.Close(int runner)
    {
        _rows?.Close(runner);
        if (Interlocked.Increment(ref _closedRunners) == _runners)
        {
            _owner?.Dispose();
        }
    }

    private int RunAlone(int runner, BatchRequest request)
    {
        if (request is RowsRequest rows)
        {
            var runs = _rows!.Run(runner, rows.Input, rows.Output, MaxPiece, request.Cancellation);
            request.EndAnswer(null);
            return runs;
        }

        _values.Run((ValuesRequest)request);
        return 1;
    }

    private (bool Together, bool All) RunRowsTogether(int runner, ReadOnlySpan<BatchRequest> batch)
    {
        try
        {
            _rows!.RunTogether(runner, batch);
            return (true, true);
        }
        catch (OnnxException)
        {
            return (false, _rows!.RunSingly(runner, batch));
        }
    }

    // Tests hold a runner to see what gathers behind it.
    internal BatchScheduler Scheduler => _scheduler;

    // Once batching has stopped, one caller's rows run one by one as well.
    private int MaxPiece => Rows!.IsOpen ? _scheduler.MaxBatch : 1;

    private int CountRows(long input, long output)
    {
        if (Rows is not { } layout)
        {
            throw new InvalidRequestException(
                "input", $"{_session.Name} does not map rows of one tensor to rows of another; use {nameof(RunAsync)} with named tensors");
        }

        var rows = input / layout.InputBytes;
        if (rows == 0 || rows * layout.InputBytes != input)
        {
            throw new InvalidRequestException("input", $"{input} bytes are not one or more whole rows of {layout.InputBytes}, which {_session.Name} takes");
        }

        if (rows * layout.OutputBytes != output)
        {
            throw new InvalidRequestException("output", $"{output} bytes do not hold {rows} rows of {layout.OutputBytes}, which {_session.Name} gives");
        }

        return checked((int)rows);
    }

    private BatchRunner? Admit(int rows, DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (deadline is { } limit && limit <= _time.GetUtcNow())
        {
            throw new DeadlineExceededException($"{_session.Name}: the deadline {limit:O} has passed");
        }

        return _scheduler.TryBegin(rows);
    }

    private ValueTask RunHere(BatchRunner runner, ReadOnlySpan<byte> input, Span<byte> output, CancellationToken cancellationToken)
    {
        var runs = 1;
        try
        {
            runs = _rows!.Run(runner.Number, input, output, MaxPiece, cancellationToken);
            return ValueTask.CompletedTask;
        }
        finally
        {
            _scheduler.End(runner, runs, failed: false);
        }
    }

    private ValueTask Enqueue(BatchRequest request, DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        request.Prepare(_scheduler, deadline ?? DateTimeOffset.MaxValue, cancellationToken);
        var task = request.Task;
        _scheduler.Enqueue(request);
        request.Watch();
        return task;
    }
}
