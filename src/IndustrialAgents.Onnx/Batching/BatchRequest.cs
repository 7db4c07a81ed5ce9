using System.Threading.Tasks.Sources;

namespace IndustrialAgents.Onnx.Batching;

/// <summary>
/// One caller's request from the queue to its answer. Who may touch the caller's memory is settled by the state: only a runner, and only
/// while <see cref="Taken"/> or <see cref="Writing"/>; so a caller who cancels may reuse its memory as soon as it is told.
/// </summary>
internal abstract class BatchRequest : IValueTaskSource, IThreadPoolWorkItem
{
    private const int Queued = 0;
    private const int Taken = 1;
    private const int Running = 2;
    private const int Writing = 3;
    private const int Done = 4;

    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancellation;
    private BatchScheduler? _scheduler;
    private Exception? _error;
    private int _state;
    private int _holders;

    /// <summary>The request behind this one in the queue or among the spare ones.</summary>
    public BatchRequest? Next { get; set; }

    /// <summary>Rows that the request adds to a batch.</summary>
    public int Rows { get; protected set; }

    /// <summary>When the request may no longer start; <see cref="DateTimeOffset.MaxValue"/> for never.</summary>
    public DateTimeOffset Deadline { get; private set; }

    /// <summary>Ends a run that serves this request alone.</summary>
    public CancellationToken Cancellation => _cancellation;

    /// <summary>Whether the object may serve another caller when this one is done with it.</summary>
    public virtual bool IsReusable => true;

    /// <summary>The answer to wait for.</summary>
    public ValueTask Task => new(this, _core.Version);

    /// <summary>Whether the runner has something to tell the caller, who has not left.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Makes the request ready for the queue: held by the caller and by the runner.</summary>
    public void Prepare(BatchScheduler scheduler, DateTimeOffset deadline, CancellationToken cancellation)
    {
        _core.Reset();
        _scheduler = scheduler;
        _cancellation = cancellation;
        _error = null;
        _holders = 2;
        Deadline = deadline;
        IsAnswered = false;
        Volatile.Write(ref _state, Queued);
    }

    /// <summary>Lets the caller's token end the wait; called once the request is in the queue.</summary>
    public void Watch()
    {
        if (_cancellation.CanBeCanceled)
        {
            _registration = _cancellation.UnsafeRegister(static state => ((BatchRequest)state!).Cancel(), this);
        }
    }

    /// <summary>Takes the request out of the queue for a run; false where its caller has left.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Queued) == Queued;

    /// <summary>From here on the runner does not touch the caller's memory, and the caller may leave.</summary>
    public void BeginRun()
    {
        Interlocked.Exchange(ref _state, Running);
        // A token that fired while the memory was being read found nobody to tell.
        if (_cancellation.IsCancellationRequested)
        {
            Cancel();
        }
    }

    /// <summary>Claims the request for its outcome; false where its caller has left meanwhile.</summary>
    public bool TryBeginAnswer() => Interlocked.CompareExchange(ref _state, Writing, Running) == Running;

    /// <summary>Records the outcome, which <see cref="Answer"/> tells.</summary>
    public void EndAnswer(Exception? error)
    {
        _error = error;
        IsAnswered = true;
        Volatile.Write(ref _state, Done);
    }

    /// <summary>Records a failure from any stage of the runner's.</summary>
    public void Fail(Exception error)
    {
        var seen = Interlocked.Exchange(ref _state, Done);
        if (seen != Done)
        {
            _error = error;
            IsAnswered = true;
        }
    }

    /// <summary>Tells the outcome, which may go on with the caller's code right here, and ends the runner's hold.</summary>
    public void Answer()
    {
        if (IsAnswered)
        {
            if (_error is null)
            {
                _core.SetResult(true);
            }
            else
            {
                _core.SetException(_error);
            }
        }

        Release();
    }

    /// <summary>Ends the hold of the caller or of the runner; the last makes the request a spare one.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Clear();
            _cancellation = default;
            _error = null;
            _scheduler!.Recycle(this);
        }
    }

    /// <inheritdoc/>
    public void GetResult(short token)
    {
        try
        {
            _core.GetResult(token);
        }
        finally
        {
            // Waits for a callback that is under way, so that it does not meet the request's next use.
            _registration.Dispose();
            _registration = default;
            Release();
        }
    }

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    /// <summary>Tells the caller that it was cancelled, on a thread of the pool: whoever cancels must not run the caller's code.</summary>
    void IThreadPoolWorkItem.Execute() => _core.SetException(new OperationCanceledException(_cancellation));

    /// <summary>Drops what belongs to the caller.</summary>
    protected abstract void Clear();

    private void Cancel()
    {
        if (Interlocked.CompareExchange(ref _state, Done, Queued) == Queued)
        {
            _scheduler!.Remove(this);
        }
        else if (Interlocked.CompareExchange(ref _state, Done, Running) != Running)
        {
            return;
        }
        else
        {
            _scheduler!.CountCancelled();
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
