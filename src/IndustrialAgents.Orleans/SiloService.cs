using IndustrialAgents.Orleans.Catalogs;
using IndustrialAgents.Orleans.Experts;
using IndustrialAgents.Orleans.Placement;
using IndustrialAgents.Orleans.Routing;
using IndustrialAgents.Orleans.Streams;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Orleans;

/// <summary>
/// Runs what a silo does by itself while it is active, and hands over before it stops: before its gateway turns clients away and its grains are
/// deactivated, it stops being a place for requests to experts, lets those in flight finish, and brings what its router learned to the others.
/// </summary>
internal sealed partial class SiloService(
    SiloReporter reporter,
    ClusterCatalog catalog,
    IExpertDirectory directory,
    StatisticsSync statistics,
    ClusterEvents events,
    ExpertHost experts,
    ClusterMetrics metrics,
    IOptions<ClusterOptions> options,
    TimeProvider time,
    ILogger<SiloService> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    // Stages stop in falling order, so this one stops first.
    private const int Stage = ServiceLifecycleStage.Active + 1;

    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(SiloService), Stage, StartAsync, StopAsync);

    public void Dispose() => _stopping.Dispose();

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.Watch(experts);

        // Once the silo is active it should know experts, what was learned, and its neighbours; but one that cannot be asked must not keep it out.
        catalog.Changed += _ => experts.Keep(manifest => ReferenceEquals(directory.Find(manifest.Id.ToString())?.Expert.Manifest, manifest));
        using var first = new CancellationTokenSource(FirstLook, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(first.Token, cancellationToken);
        try
        {
            await Task.WhenAll(RefreshAsync(both.Token), statistics.TrySyncAsync(both.Token), reporter.ReportAsync(both.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoCatalog("the cluster did not answer in time");
        }

        _running = Task.WhenAll(
            Task.Run(() => reporter.RunAsync(_stopping.Token), CancellationToken.None),
            Task.Run(() => WatchCatalogAsync(_stopping.Token), CancellationToken.None),
            Task.Run(() => statistics.RunAsync(_stopping.Token), CancellationToken.None),
            Task.Run(() => events.RunAsync(_stopping.Token), CancellationToken.None));
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        experts.Drain();
        LogDraining(experts.InFlight);
        if (!cancellationToken.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(options.Value.DrainTime, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                await reporter.ReportAsync(both.Token);
                await experts.Idle.WaitAsync(both.Token);
                await statistics.TrySyncAsync(both.Token);
            }
            catch (OperationCanceledException)
            {
                LogCutOff(experts.InFlight, options.Value.DrainTime);
            }
        }

        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Changes are published on a stream for whoever listens; silos look themselves, since streams of memory may lose.
    private async Task WatchCatalogAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Value.CatalogInterval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await RefreshAsync(cancellationToken);
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await catalog.RefreshAsync().WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNoCatalog(e.Message);
        }
    }
}
