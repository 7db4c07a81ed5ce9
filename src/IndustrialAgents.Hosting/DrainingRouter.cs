namespace IndustrialAgents.Hosting;

/// <summary>
/// Counts what is in flight in a router, so that a node can stop between requests: the answer is out and its record stored before anything is
/// closed. Thread-safe.
/// </summary>
internal sealed class DrainingRouter(IRouter inner) : IRouter
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;
    private bool _stopping;

    /// <inheritdoc/>
    /// <exception cref="NodeStoppingException">The node is stopping.</exception>
    public async ValueTask<Answer> AskAsync(Request request, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            return await inner.AskAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="NodeStoppingException">The node is stopping.</exception>
    public async ValueTask<FeedbackReceipt> FeedbackAsync(Feedback feedback, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            return await inner.FeedbackAsync(feedback, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Refuses new requests.</summary>
    /// <returns>Ends with the last one in flight.</returns>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            if (_inFlight == 0)
            {
                _drained.TrySetResult();
            }
        }

        return _drained.Task;
    }

    private void Enter()
    {
        lock (_gate)
        {
            if (_stopping)
            {
                throw new NodeStoppingException();
            }

            _inFlight++;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_inFlight == 0 && _stopping)
            {
                _drained.TrySetResult();
            }
        }
    }
}
