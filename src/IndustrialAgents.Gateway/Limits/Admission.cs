namespace IndustrialAgents.Gateway.Limits;

/// <summary>Bounds how many requests are worked on and how many wait. Thread-safe.</summary>
/// <param name="concurrent">Requests worked on at a time.</param>
/// <param name="queue">Requests that wait.</param>
internal sealed class Admission(int concurrent, int queue) : IDisposable
{
    /// <summary>What the queue is called in errors.</summary>
    public const string QueueName = "gateway";

    private readonly SemaphoreSlim _slots = new(concurrent, concurrent);
    private int _waiting;

    /// <summary>Requests that wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Waits for a turn; call <see cref="Leave"/> after it.</summary>
    /// <exception cref="OverloadedException">Too many wait already.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask EnterAsync(CancellationToken cancellationToken) => _slots.Wait(0, CancellationToken.None) ? default : WaitAsync(cancellationToken);

    /// <summary>Ends a turn.</summary>
    public void Leave() => _slots.Release();

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > queue)
            {
                throw new OverloadedException(QueueName, queue);
            }

            await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
