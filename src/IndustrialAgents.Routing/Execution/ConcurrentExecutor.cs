namespace IndustrialAgents.Routing;

/// <summary>
/// Runs each expert on the thread pool, so that one that blocks holds up neither the others nor the deadline. Thread-safe.
/// </summary>
public sealed class ConcurrentExecutor(RouterOptions options, TimeProvider time) : IExpertExecutor
{
    // The longest a timer takes: about 49 days.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly AbandonedCalls _abandoned = new(options.MaxAbandonedCalls);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CallOutcome>> RunAsync(ExecutionPlan plan, CancellationToken cancellationToken)
    {
        var run = new RequestRun(plan, time, _abandoned);
        using var registration = cancellationToken.UnsafeRegister(static state => ((RequestRun)state!).Close(cancelled: true), run);
        using var timer = plan.TimeLeft is { } left
            ? time.CreateTimer(static state => ((RequestRun)state!).Close(cancelled: false), run, left < LongestTimer ? left : LongestTimer, Timeout.InfiniteTimeSpan)
            : null;
        run.Start();
        await run.Ended.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return run.Outcomes();
    }
}
