namespace IndustrialAgents.Orleans;

/// <summary>
/// The cluster's router for code that is written against <see cref="IRouter"/>. Beside what that says, calls throw Orleans' own errors where no
/// silo answers; <see cref="ClusterErrors.IsRetriable"/> tells which calls may be sent again. Thread-safe.
/// </summary>
/// <param name="grains">The client, or a silo's grain factory.</param>
/// <param name="route">Route of the requests that name none themselves.</param>
/// <param name="timeProvider">The clock that deadlines are held against; the system's unless given.</param>
public sealed class ClusterRouter(IGrainFactory grains, string route = ClusterClientExtensions.DefaultRoute, TimeProvider? timeProvider = null) : IRouter
{
    // What the silo merged at the deadline is still on its way then.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    // Timers reach no further; Orleans gives up long before.
    private static readonly TimeSpan LongestGuard = TimeSpan.FromDays(1);

    private readonly IRouterGrain _router = grains.Router(route);
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <inheritdoc/>
    /// <remarks>Ends 250 ms after the request's deadline also where the silo that was asked is gone.</remarks>
    public async ValueTask<Answer> AskAsync(Request request, CancellationToken cancellationToken)
    {
        if (request.Constraints.Deadline is not { } deadline || deadline - _time.GetUtcNow() is var left && left > LongestGuard)
        {
            return await _router.AskAsync(request, cancellationToken);
        }

        using var guard = new CancellationTokenSource(left > TimeSpan.Zero ? left + Grace : Grace, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, guard.Token);
        try
        {
            return await _router.AskAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (guard.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DeadlineExceededException($"no silo answered by the deadline, {deadline:O}");
        }
    }

    /// <inheritdoc/>
    public ValueTask<FeedbackReceipt> FeedbackAsync(Feedback feedback, CancellationToken cancellationToken) =>
        _router.FeedbackAsync(feedback, cancellationToken);
}
