namespace IndustrialAgents.Routing;

// What a gate does as one of several that learn together.
public sealed partial class LossGate
{
    /// <summary>
    /// The most pieces of feedback that wait for a delta. What comes beyond it is learned here and left out of the delta: the sequencer finds
    /// it in the store (<see cref="FeedbackSweep"/>).
    /// </summary>
    public const int MaxPending = 65_536;

    // One merge at a time; taken before _lock.
    private readonly Lock _merging = new();
    private LossStatistics? _pending;
    private List<long> _pendingPositions = [];
    private LossDelta? _taken;
    private long _number;
    private long _leftOut;

    /// <summary>How many pieces of feedback no delta carries because too many waited.</summary>
    public long LeftOut => Interlocked.Read(ref _leftOut);

    /// <summary>A copy of all that is known here.</summary>
    public LossStatistics Snapshot()
    {
        lock (_lock)
        {
            return _known.Clone();
        }
    }

    /// <summary>
    /// What was learned since the last delta; null where that is nothing. A delta that was neither acknowledged by <see cref="Rebase"/> nor by
    /// <see cref="Acknowledge"/> is given again, under its number: send it until its reply arrives.
    /// </summary>
    /// <exception cref="InvalidOperationException">The gate was made to learn alone.</exception>
    public LossDelta? TakeDelta()
    {
        RequireReplica();
        lock (_merging)
        {
            if (_taken is not null)
            {
                return _taken;
            }

            lock (_lock)
            {
                if (_pendingPositions.Count == 0)
                {
                    return null;
                }

                _taken = new LossDelta(++_number, _pending!, _pendingPositions);
                (_pending, _pendingPositions) = (NewPending(), []);
                return _taken;
            }
        }
    }

    /// <summary>Makes the state what all have learned together, then the delta that is on its way, then what was learned here since.</summary>
    /// <param name="merged">What all have learned; copied.</param>
    /// <param name="acknowledged">Number of the last delta that is in it or was refused; 0 for none.</param>
    /// <exception cref="InvalidOperationException">The gate was made to learn alone.</exception>
    public void Rebase(LossStatistics merged, long acknowledged)
    {
        RequireReplica();
        var known = new LossStatistics(_options);
        known.Append(merged);
        lock (_merging)
        {
            Forget(acknowledged);
            if (_taken is not null)
            {
                known.Append(_taken.Statistics);
            }

            // Only what has come since is appended while requests wait.
            lock (_lock)
            {
                known.Append(_pending!);
                _known = known;
            }
        }
    }

    /// <summary>
    /// Says that a delta was appended right after what this gate was rebased on, so that its state needs no change; see
    /// <see cref="LossAppend.LeavesCurrent"/>.
    /// </summary>
    /// <param name="number">The delta's number.</param>
    public void Acknowledge(long number)
    {
        lock (_merging)
        {
            Forget(number);
        }
    }

    // Bounded by the pieces of feedback rather than by contexts: only what all have learned says which contexts there is no room for.
    private LossStatistics NewPending() => new(_options with { MaxContexts = int.MaxValue });

    private void Forget(long acknowledged)
    {
        if (_taken?.Number <= acknowledged)
        {
            _taken = null;
        }
    }

    // Under _lock.
    private void LearnPending(Request request, IReadOnlyList<(ExpertId Expert, double Loss)> losses, long position)
    {
        if (_pending is null)
        {
            return;
        }

        if (_pendingPositions.Count >= MaxPending)
        {
            Interlocked.Increment(ref _leftOut);
            return;
        }

        _pending.Learn(request, losses);
        _pendingPositions.Add(position);
    }

    private void RequireReplica()
    {
        if (_pending is null)
        {
            throw new InvalidOperationException("this gate learns alone; make it with replica: true to merge what it learns");
        }
    }
}
