using System.Diagnostics;

namespace IndustrialAgents.Onnx.Batching;

/// <summary>
/// One run after the other on threads of the pool. Between two runs the callers of the first are told: their code goes on right on this
/// thread, and usually comes back with the next request, which is why the next batch is gathered only afterwards. Callers that take their
/// time hold nobody up: while any is being told, a work item waits in the pool that tells the others and starts the next run.
/// </summary>
internal sealed class BatchRunner(BatchScheduler scheduler, IBatchExecutor executor, int number, int maxBatch) : IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Scheduled = 1;
    private const int Busy = 2;
    private const int Telling = 3;

    // The phase's upper bits number the batches, so that a thread that was held up does not take one batch's end for another's.
    private const int PhaseMask = 3;
    private const int BatchStep = 4;

    // Longer than well-behaved callers take to come back, shorter than anybody notices.
    private static readonly long TellingTime = Stopwatch.Frequency / 5_000;

    private readonly BatchRequest?[] _batch = new BatchRequest?[maxBatch];
    private int _phase = Idle;
    private int _inPool;
    private long _tellingSince;

    // How many are to be told in the upper half, how many have been in the lower: one addition gives both, of the same batch.
    private long _cursor;

    // Those to be told that still lie in the batch: until it is 0, no thread may put the next batch in its place.
    private int _untaken;

    /// <summary>Place of the runner among the scheduler's.</summary>
    public int Number => number;

    /// <summary>Where the scheduler puts the next batch.</summary>
    public Span<BatchRequest?> Batch => _batch;

    /// <summary>Rows in flight; guarded by the scheduler's lock.</summary>
    public int Rows { get; set; }

    /// <summary>Whether the runner has nothing to do; guarded by the scheduler's lock.</summary>
    public bool IsIdle => (Volatile.Read(ref _phase) & PhaseMask) == Idle;

    /// <summary>Lends the runner to a caller's own thread; under the scheduler's lock.</summary>
    public void Borrow() => SetPhase(Busy);

    /// <summary>Leaves the runner without work; under the scheduler's lock.</summary>
    public void Rest() => SetPhase(Idle);

    /// <summary>Has a thread of the pool gather and run; under the scheduler's lock.</summary>
    public void Schedule()
    {
        SetPhase(Scheduled);
        EnsureInPool();
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Exchange(ref _inPool, 0);
        var phase = Volatile.Read(ref _phase);
        switch (phase & PhaseMask)
        {
            case Scheduled when TryClaim(phase):
            case Telling when TellAll():
                Serve();
                break;
        }
    }

    private void Serve()
    {
        do
        {
            var count = scheduler.Gather(this);
            if (count == 0)
            {
                return;
            }

            var (runs, failed) = executor.Execute(number, _batch.AsSpan(0, count)!);
            if (count == 1)
            {
                // Nobody to wait for: the runner is free before the caller's code goes on.
                var only = _batch[0]!;
                _batch[0] = null;
                scheduler.End(this, runs, failed);
                only.Answer();
                return;
            }

            _tellingSince = Stopwatch.GetTimestamp();
            scheduler.Count(runs, failed);
            Volatile.Write(ref _untaken, count);
            Volatile.Write(ref _cursor, (long)count << 32);
            SetPhase(Telling);
        }
        while (TellAll());
    }

    /// <summary>Tells callers until none is left; true where this thread is the one that runs the next batch.</summary>
    private bool TellAll()
    {
        while (true)
        {
            var phase = Volatile.Read(ref _phase);
            if ((phase & PhaseMask) != Telling)
            {
                return false;
            }

            if (NextToTell() is not { } request)
            {
                if (Volatile.Read(ref _untaken) > 0)
                {
                    // Another thread is about to take the last ones, and then sees to it that somebody comes back here.
                    return false;
                }

                if (TryClaim(phase))
                {
                    return true;
                }

                continue;
            }

            // Should this caller take its time, somebody else must be there for the others.
            EnsureInPool();
            if (Stopwatch.GetTimestamp() - Volatile.Read(ref _tellingSince) > TellingTime)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static late => late.Answer(), request, preferLocal: false);
            }
            else
            {
                request.Answer();
            }
        }
    }

    private BatchRequest? NextToTell()
    {
        var cursor = Interlocked.Increment(ref _cursor) - 1;
        var index = (int)cursor;
        if (index >= (int)(cursor >> 32))
        {
            return null;
        }

        var request = _batch[index];
        _batch[index] = null;
        Interlocked.Decrement(ref _untaken);
        return request;
    }

    private bool TryClaim(int phase)
    {
        if (Interlocked.CompareExchange(ref _phase, Next(phase, Busy), phase) != phase)
        {
            return false;
        }

        // Threads that come late find nobody to tell.
        Volatile.Write(ref _cursor, 0);
        return true;
    }

    // A full fence: what is written here must be seen by a thread that this one believes to be still on its way.
    private void SetPhase(int state) => Interlocked.Exchange(ref _phase, Next(_phase, state));

    private static int Next(int phase, int state) => unchecked((phase & ~PhaseMask) + BatchStep) | state;

    private void EnsureInPool()
    {
        if (Volatile.Read(ref _inPool) == 0 && Interlocked.Exchange(ref _inPool, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
