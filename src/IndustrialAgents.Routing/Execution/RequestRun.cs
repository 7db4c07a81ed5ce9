using System.Diagnostics.CodeAnalysis;

namespace IndustrialAgents.Routing;

/// <summary>The experts of one request while they run. Thread-safe; used once.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has neither timer nor wait handle, and calls that were given up still hold its token.")]
internal sealed class RequestRun(ExecutionPlan plan, TimeProvider time, AbandonedCalls abandoned)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _giveUp = new();
    private readonly ExpertCall?[] _calls = new ExpertCall?[plan.Candidates.Count];
    private int _running;
    private int _next;
    private double _spent;
    private bool _closed;

    /// <summary>Completes when every call has ended or the run was closed; never fails.</summary>
    public Task Ended => _ended.Task;

    public Request Request => plan.Request;

    public TimeProvider Time => time;

    public AbandonedCalls Abandoned => abandoned;

    /// <summary>Cancelled when the run is closed.</summary>
    public CancellationToken Token => _giveUp.Token;

    public void Start()
    {
        lock (_lock)
        {
            var left = plan.Count;
            while (!_closed && left > 0 && StartNext())
            {
                left--;
            }

            if (_running == 0)
            {
                End();
            }
        }
    }

    /// <summary>Gives up what still runs: the time is up, or the caller cancelled.</summary>
    public void Close(bool cancelled)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            for (var i = 0; i < _calls.Length; i++)
            {
                _calls[i]?.Abandon(cancelled);
            }

            End();
        }

        // Off this thread: what experts do on cancellation must not hold up the timer or the caller.
        _ = _giveUp.CancelAsync();
    }

    /// <summary>Called by a call that ended. A failed one is replaced by the next candidate while there is one.</summary>
    /// <returns>False where the run was closed before, so that the outcome came too late.</returns>
    public bool TryEnd(ExpertCall call, CallOutcome outcome)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            call.Outcome = outcome;
            _running--;
            if (outcome.Status == ContributionStatus.Failed)
            {
                StartNext();
            }

            if (_running == 0)
            {
                End();
            }

            return true;
        }
    }

    /// <summary>The outcomes in the order of the candidates. Only after <see cref="Ended"/>.</summary>
    public IReadOnlyList<CallOutcome> Outcomes()
    {
        var count = 0;
        foreach (var call in _calls)
        {
            count += call is null ? 0 : 1;
        }

        var outcomes = new CallOutcome[count];
        count = 0;
        foreach (var call in _calls)
        {
            if (call is not null)
            {
                outcomes[count++] = call.Outcome;
            }
        }

        return outcomes;
    }

    private bool StartNext()
    {
        for (; _next < _calls.Length; _next++)
        {
            var entry = plan.Candidates[_next].Entry;
            var cost = entry.Expert.Manifest.Cost.PerRequest;
            if (_spent + cost > plan.Budget)
            {
                continue;
            }

            _spent += cost;
            _running++;
            var call = new ExpertCall(this, entry, _next);
            _calls[_next++] = call;
            ThreadPool.QueueUserWorkItem(static call => _ = call.RunAsync(), call, preferLocal: false);
            return true;
        }

        return false;
    }

    private void End()
    {
        _closed = true;
        _ended.TrySetResult();
    }
}
