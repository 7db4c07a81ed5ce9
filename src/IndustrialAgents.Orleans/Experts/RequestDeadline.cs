namespace IndustrialAgents.Orleans.Experts;

/// <summary>
/// Ends work on a request when its deadline passes. Kept on each silo that works on it, beside the cancellation that travels with the call: the
/// silo that would cancel may be gone.
/// </summary>
internal sealed class RequestDeadline : IDisposable
{
    // The longest a timer takes: about 49 days.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly DateTimeOffset? _deadline;
    private readonly CancellationTokenSource? _timer;
    private readonly CancellationTokenSource? _linked;

    /// <summary>Begins to watch the deadline of a request.</summary>
    /// <exception cref="DeadlineExceededException">It has passed.</exception>
    public RequestDeadline(Request request, TimeProvider time, CancellationToken cancellationToken)
    {
        Token = cancellationToken;
        _deadline = request.Constraints.Deadline;
        if (_deadline is not { } deadline)
        {
            return;
        }

        var left = deadline - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            throw new DeadlineExceededException($"the deadline {deadline:O} had passed when the request arrived");
        }

        _timer = new CancellationTokenSource(left < LongestTimer ? left : LongestTimer, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
        Token = _linked.Token;
    }

    /// <summary>Cancelled by the caller, or when the deadline passes.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether the deadline has passed.</summary>
    public bool Passed => _timer?.IsCancellationRequested ?? false;

    /// <summary>The error that says so.</summary>
    public DeadlineExceededException Exceeded(ExpertId expert) => new($"{expert} had not answered when the deadline {_deadline:O} passed");

    /// <inheritdoc/>
    public void Dispose()
    {
        _linked?.Dispose();
        _timer?.Dispose();
    }
}
