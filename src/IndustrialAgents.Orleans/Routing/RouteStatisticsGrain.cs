using IndustrialAgents.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace IndustrialAgents.Orleans.Routing;

/// <inheritdoc/>
/// <remarks>
/// A thin shell around a <see cref="LossSequencer"/>. Its state is stored every few seconds rather than with every merge: what a crash takes is
/// learned again from the stored feedback, as is feedback of routers that died before they brought it. Reentrant: reading the store for that takes
/// a while, and merges do not wait for it.
/// </remarks>
[Reentrant]
internal sealed partial class RouteStatisticsGrain(
    [PersistentState("route-statistics", ClusterStorage.Grains)] IPersistentState<RouteStatisticsState> state,
    IDecisionStore decisions,
    IOptions<ClusterOptions> options,
    TimeProvider time,
    ILoggerFactory loggers,
    ILogger<RouteStatisticsGrain> logger) : Grain, IRouteStatisticsGrain
{
    private static readonly TimeSpan StoreInterval = TimeSpan.FromSeconds(10);

    private readonly RouterOptions _options = options.Value.Router;
    private LossSequencer _sequencer = null!;
    private FeedbackSweep _sweep = null!;
    private long _stored;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _sequencer = Restore();
        _stored = _sequencer.Version;
        _sweep = new FeedbackSweep(decisions, _sequencer, options.Value.UnlearnedAfter, time, loggers.CreateLogger<FeedbackSweep>());
        this.RegisterGrainTimer(StoreAsync, new GrainTimerCreationOptions(StoreInterval, StoreInterval) { Interleave = true });
        var look = options.Value.UnlearnedAfter / 6;
        this.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions(TimeSpan.Zero, look) { Interleave = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StoreAsync(cancellationToken);

    public ValueTask<RouteStatistics> MergeAsync(RouteDelta delta)
    {
        LossAppend? append = null;
        if (delta.Positions.Count > 0)
        {
            append = Append(delta);
            if (append is { Outcome: LossAppendOutcome.Overlapped })
            {
                LogOverlapped(delta.Replica, delta.Number);
            }
        }

        var version = append?.Version ?? _sequencer.Version;
        if (append?.LeavesCurrent(delta.KnownVersion) ?? delta.KnownVersion == version)
        {
            return ValueTask.FromResult(new RouteStatistics { Version = version });
        }

        var (statistics, current) = _sequencer.ReadStatistics();
        return ValueTask.FromResult(new RouteStatistics { Version = current, Statistics = statistics });
    }

    private LossAppend Append(RouteDelta delta)
    {
        try
        {
            return _sequencer.Append(delta.Replica, delta.Number, LossStatistics.FromBytes(delta.Statistics, _options), delta.Positions);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            throw new InvalidRequestException("delta", e.Message, e);
        }
    }

    private LossSequencer Restore()
    {
        try
        {
            return state.State.Sequencer is { } bytes ? LossSequencer.FromBytes(bytes, _options) : new LossSequencer(_options);
        }
        catch (InvalidDataException e)
        {
            // Everything in it came from feedback that is stored, and is learned from there.
            LogDamaged(e);
            return new LossSequencer(_options);
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        var version = _sequencer.Version;
        if (version == _stored)
        {
            return;
        }

        try
        {
            state.State.Sequencer = _sequencer.ToBytes();
            await state.WriteStateAsync(cancellationToken);
            _stored = version;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotStored(e);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _sweep.RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotSwept(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Delta {Number} of router {Replica} has feedback that was learned already; the rest of it is learned from the store")]
    private partial void LogOverlapped(string replica, long number);

    [LoggerMessage(Level = LogLevel.Error, Message = "What the routers learned is damaged in the store; it is learned again from the stored feedback")]
    private partial void LogDamaged(Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What the routers learned could not be stored; it is tried again")]
    private partial void LogNotStored(Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stored feedback could not be read; it is tried again")]
    private partial void LogNotSwept(Exception e);
}
