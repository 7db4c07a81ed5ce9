namespace IndustrialAgents.Onnx.Batching;

/// <summary>
/// What stands between the callers of a model and its runners. A request that finds a runner idle and the queue empty runs at once on its caller's
/// thread; others wait and are gathered into batches. Thread-safe.
/// </summary>
internal sealed class BatchScheduler
{
    private readonly Lock _gate = new();
    private readonly IBatchExecutor _executor;
    private readonly BatchRunner[] _runners;
    private readonly BatchingOptions _options;
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly BatchQueue _queue = new();
    private readonly SpareRequests _spares;
    private int _inFlight;
    private int _busy;
    private int _maxBatch;
    private bool _closed;
    private BatchStatistics _statistics;

    public BatchScheduler(IBatchExecutor executor, BatchingOptions options, string name, TimeProvider time)
    {
        _executor = executor;
        _options = options;
        _time = time;
        _name = name;
        _maxBatch = options.MaxBatch;
        _spares = new SpareRequests(options.MaxQueue + options.MaxBatch);
        _runners = new BatchRunner[options.Runners];
        for (var i = 0; i < _runners.Length; i++)
        {
            _runners[i] = new BatchRunner(this, executor, i, options.MaxBatch);
        }
    }

    /// <summary>The most rows in one run.</summary>
    public int MaxBatch => Volatile.Read(ref _maxBatch);

    public BatchStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return _statistics;
            }
        }
    }

    /// <summary>From now on every request runs singly.</summary>
    public void StopBatching() => Volatile.Write(ref _maxBatch, 1);

    /// <summary>Lends an idle runner to the caller where nobody waits; the caller gives it back with <see cref="End"/>.</summary>
    /// <exception cref="ObjectDisposedException">The scheduler is closed.</exception>
    public BatchRunner? TryBegin(int rows)
    {
        // Without the lock where something runs, which it mostly does when it matters: should that end just now, the queue sees to the request.
        if (Volatile.Read(ref _busy) > 0)
        {
            return null;
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(BatchedModel));
            // Only where nothing runs: were every thread of the pool lent to a caller's own run, nobody would be left to gather the others.
            if (_queue.IsEmpty && _busy == 0)
            {
                var runner = _runners[0];
                runner.Borrow();
                _busy++;
                runner.Rows = rows;
                _inFlight += rows;
                _statistics = _statistics with { Requests = _statistics.Requests + 1, Rows = _statistics.Rows + rows };
                return runner;
            }

            return null;
        }
    }

    /// <summary>Takes a runner back, which goes on with those that wait.</summary>
    public void End(BatchRunner runner, int runs, bool failed)
    {
        lock (_gate)
        {
            CountRuns(runs, failed);
            _inFlight -= runner.Rows;
            runner.Rows = 0;
            if (_queue.IsEmpty)
            {
                Rest(runner);
            }
            else
            {
                runner.Schedule();
            }
        }
    }

    /// <summary>Notes the end of a batch.</summary>
    public void Count(int runs, bool failed)
    {
        lock (_gate)
        {
            CountRuns(runs, failed);
        }
    }

    /// <summary>Notes that a caller left while its request ran.</summary>
    public void CountCancelled()
    {
        lock (_gate)
        {
            _statistics = _statistics with { Cancelled = _statistics.Cancelled + 1 };
        }
    }

    /// <summary>Puts a prepared request at the end of the queue.</summary>
    /// <exception cref="OverloadedException">The queue is full.</exception>
    /// <exception cref="ObjectDisposedException">The scheduler is closed.</exception>
    public void Enqueue(BatchRequest request)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(BatchedModel));
            if (_queue.Count >= _options.MaxQueue)
            {
                _statistics = _statistics with { Refused = _statistics.Refused + 1 };
                throw new OverloadedException(_name, _options.MaxQueue);
            }

            _queue.Add(request);

            // The runner may have come to rest since the caller looked.
            ScheduleAnother();
        }
    }

    /// <summary>Takes out of the queue a request whose caller has left.</summary>
    public void Remove(BatchRequest request)
    {
        lock (_gate)
        {
            _statistics = _statistics with { Cancelled = _statistics.Cancelled + 1 };
            if (_queue.Remove(request))
            {
                request.Release();
            }
        }
    }

    /// <summary>Fills a runner's batch from the queue and returns its length; with 0 the runner has come to rest.</summary>
    public int Gather(BatchRunner runner)
    {
        lock (_gate)
        {
            _inFlight -= runner.Rows;
            runner.Rows = 0;
            if (_busy > 1 && IsFull)
            {
                // Another runner is at work and takes those that wait when it is done.
                Rest(runner);
                return 0;
            }

            var limit = Limit();
            var count = 0;
            var rows = 0;
            // A look at a few more than fit finds partners past requests of another shape.
            var looks = 4 * _options.MaxBatch;
            for (var at = _queue.Walk(); count < limit && rows < limit && looks-- > 0 && at.MoveNext();)
            {
                if (count > 0 && (at.Current.Rows > limit - rows || !_executor.CanShare(runner.Batch[0]!, at.Current)))
                {
                    continue;
                }

                var request = at.Take();
                if (TryTake(request))
                {
                    runner.Batch[count++] = request;
                    rows += request.Rows;
                }
            }

            if (count == 0)
            {
                Rest(runner);
                return 0;
            }

            runner.Rows = rows;
            _inFlight += rows;
            _statistics = _statistics with { Requests = _statistics.Requests + count, Rows = _statistics.Rows + rows };
            if (!_queue.IsEmpty)
            {
                ScheduleAnother();
            }

            return count;
        }
    }

    /// <summary>A request that was used before, or null.</summary>
    public BatchRequest? Rent() => _spares.Rent();

    /// <summary>Keeps a request that nobody holds any more for the next caller.</summary>
    public void Recycle(BatchRequest request) => _spares.Keep(request);

    /// <summary>Refuses new requests, fails those that wait, and frees every runner as soon as it has ended its run.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            for (var at = _queue.Walk(); at.MoveNext();)
            {
                var request = at.Take();
                if (request.TryTake())
                {
                    AnswerLater(request, new ObjectDisposedException(nameof(BatchedModel)));
                }
                else
                {
                    request.Release();
                }
            }

            foreach (var runner in _runners)
            {
                if (runner.IsIdle)
                {
                    _executor.Close(runner.Number);
                }
            }
        }
    }

    // The pool runs it, since this is under the lock.
    private static void AnswerLater(BatchRequest request, Exception error)
    {
        request.Fail(error);
        ThreadPool.UnsafeQueueUserWorkItem(static failed => failed.Answer(), request, preferLocal: false);
    }

    /// <summary>With several runners each takes its share of what is under way, or one would run all and the others crumbs.</summary>
    private int Limit() => IsFull ? _maxBatch : Math.Clamp((_queue.Rows + _inFlight + _runners.Length - 1) / _runners.Length, 1, _maxBatch);

    // So many rows are under way that one run takes them better than several.
    private bool IsFull => _queue.Rows + _inFlight >= _options.OneFromRows;

    private bool TryTake(BatchRequest request)
    {
        if (!request.TryTake())
        {
            request.Release();
            return false;
        }

        if (request.Deadline != DateTimeOffset.MaxValue && request.Deadline <= _time.GetUtcNow())
        {
            _statistics = _statistics with { Cancelled = _statistics.Cancelled + 1 };
            AnswerLater(request, new DeadlineExceededException($"{_name}: the deadline passed while the request waited for the model"));
            return false;
        }

        return true;
    }

    private void CountRuns(int runs, bool failed) => _statistics = _statistics with
    {
        Runs = _statistics.Runs + runs,
        FailedBatches = _statistics.FailedBatches + (failed ? 1 : 0),
    };

    private void Rest(BatchRunner runner)
    {
        runner.Rest();
        _busy--;
        if (_closed)
        {
            _executor.Close(runner.Number);
        }
    }

    private void ScheduleAnother()
    {
        if (_busy >= (IsFull ? 1 : _runners.Length))
        {
            return;
        }

        foreach (var runner in _runners)
        {
            if (runner.IsIdle)
            {
                _busy++;
                runner.Schedule();
                return;
            }
        }
    }
}
