using IndustrialAgents.Experts;
using IndustrialAgents.Gateway;
using IndustrialAgents.Orleans;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IndustrialAgents.Silo.Edge;

/// <summary>
/// The experts of the catalogue as a client of the cluster sees them; looks every few seconds, which also tells whether the cluster answers.
/// Thread-safe.
/// </summary>
internal sealed partial class CatalogWatch(IClusterClient cluster, TimeSpan interval, TimeProvider time, ILogger<CatalogWatch> logger)
    : BackgroundService, IExpertDirectory, IReadinessCheck
{
    private volatile ExpertSnapshot _experts = new([]);
    private volatile string? _obstacle = "the cluster was not reached yet";
    private long _version;

    /// <inheritdoc/>
    public IReadOnlyList<ExpertEntry> Experts => _experts.Entries;

    /// <inheritdoc/>
    public ExpertEntry? Find(string nameOrId) => _experts.Find(nameOrId);

    /// <inheritdoc/>
    public ValueTask<string?> FindObstacleAsync(CancellationToken cancellationToken) => new(_obstacle);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            await LookAsync(stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await cluster.Catalog().GetAsync(_version).AsTask().WaitAsync(interval * 2, time, cancellationToken).ConfigureAwait(false) is { } catalog)
            {
                _experts = new ExpertSnapshot(catalog.Entries.Select(entry => new ExpertEntry(
                    new RemoteExpert(entry.Manifest, cluster.Expert(entry.Manifest.Id)),
                    entry.Enabled ? ExpertHealth.Ready : ExpertHealth.Disabled,
                    entry.Share)));
                _version = catalog.Version;
            }

            _obstacle = null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (_obstacle is null)
            {
                LogAway(e.Message);
            }

            _obstacle = "the cluster does not answer";
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster does not answer: {Reason}")]
    private partial void LogAway(string reason);
}
