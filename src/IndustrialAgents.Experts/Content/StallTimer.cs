namespace IndustrialAgents.Experts;

/// <summary>Cancels a transfer that makes no progress for a time. Progress is told by one thread at a time.</summary>
internal sealed class StallTimer : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _stalled;
    private readonly CancellationTokenSource _either;

    public StallTimer(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _limit = limit;
        _stalled = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_stalled.Token, cancellationToken);
    }

    /// <summary>Cancelled when nothing moved for the time, or the caller cancelled.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Says that something moved.</summary>
    public void Progress() => _stalled.CancelAfter(_limit);

    public void Dispose()
    {
        _either.Dispose();
        _stalled.Dispose();
    }
}
