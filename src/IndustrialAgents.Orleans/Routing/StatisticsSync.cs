using IndustrialAgents.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Orleans.Routing;

/// <summary>Brings what this silo's router learned to the others, and what they learned here. One merge at a time; thread-safe.</summary>
internal sealed partial class StatisticsSync(
    RouterGate gate, ILocalSiloDetails local, IGrainFactory grains, IOptions<ClusterOptions> options, TimeProvider time, ILogger<StatisticsSync> logger) : IDisposable
{
    // Unique for all time, since the address carries when the silo started.
    private readonly string _replica = local.SiloAddress.ToParsableString();
    private readonly SemaphoreSlim _one = new(1);
    private long _known;

    /// <summary>Merges about every <see cref="ClusterOptions.StatisticsInterval"/> until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Value.StatisticsInterval, time);
        do
        {
            await TrySyncAsync(cancellationToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Merges once; false where that failed: the delta is sent again next time.</summary>
    public async Task<bool> TrySyncAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SyncAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e.Message);
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task SyncAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var delta = gate.Gate.TakeDelta();
            var merged = await grains.GetGrain<IRouteStatisticsGrain>(IRouteStatisticsGrain.Key).MergeAsync(new RouteDelta
            {
                Replica = _replica,
                Number = delta?.Number ?? 0,
                KnownVersion = _known,
                Statistics = delta?.Statistics.ToBytes() ?? [],
                Positions = delta?.Positions ?? [],
            }).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            if (merged.Statistics is { } statistics)
            {
                gate.Gate.Rebase(LossStatistics.FromBytes(statistics, options.Value.Router), delta?.Number ?? 0);
            }
            else
            {
                gate.Gate.Acknowledge(delta?.Number ?? 0);
            }

            _known = merged.Version;
        }
        finally
        {
            _one.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was learned could not be merged; it is tried again: {Reason}")]
    private partial void LogFailed(string reason);
}
