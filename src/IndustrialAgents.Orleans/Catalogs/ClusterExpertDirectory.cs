using IndustrialAgents.Experts;
using IndustrialAgents.Orleans.Experts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Orleans.Catalogs;

/// <summary>
/// The experts of the catalogue, as this silo's router and gateway ask them. Health is kept as in a node: an expert that fails several times in
/// a row is rested. Thread-safe.
/// </summary>
internal sealed partial class ClusterExpertDirectory : IExpertDirectory, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ExpertId, HostedExpert> _experts = [];
    private readonly Dictionary<HostedExpert, ITimer> _resting = [];
    private readonly ClusterCatalog _catalog;
    private readonly ExpertDispatcher _dispatcher;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private IReadOnlyList<CatalogEntry> _entries = [];
    private volatile ExpertSnapshot _snapshot = new([]);

    public ClusterExpertDirectory(
        ClusterCatalog catalog, ExpertDispatcher dispatcher, IOptions<ClusterOptions> options, TimeProvider time, ILogger<ClusterExpertDirectory> logger)
    {
        (_catalog, _dispatcher, _options, _time, _logger) = (catalog, dispatcher, options.Value, time, logger);
        _catalog.Changed += Take;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ExpertEntry> Experts => _snapshot.Entries;

    /// <inheritdoc/>
    public ExpertEntry? Find(string nameOrId) => _snapshot.Find(nameOrId);

    /// <inheritdoc/>
    public void Dispose()
    {
        _catalog.Changed -= Take;
        Take([]);
    }

    private void Take(IReadOnlyList<CatalogEntry> entries)
    {
        lock (_lock)
        {
            var manifests = entries.ToDictionary(entry => entry.Manifest.Id, entry => entry.Manifest);
            foreach (var (id, expert) in _experts)
            {
                if (!ReferenceEquals(manifests.GetValueOrDefault(id), expert.Manifest))
                {
                    EndRest(expert);
                    _experts.Remove(id);
                }
            }

            foreach (var (id, manifest) in manifests)
            {
                if (!_experts.ContainsKey(id))
                {
                    _experts.Add(id, new HostedExpert(new GrainExpert(manifest, _dispatcher), _options.FailuresBeforePause, OnHealthChanged));
                }
            }

            _entries = entries;
            Publish();
        }
    }

    private void OnHealthChanged(HostedExpert expert)
    {
        lock (_lock)
        {
            if (_experts.GetValueOrDefault(expert.Manifest.Id) != expert)
            {
                return;
            }

            EndRest(expert);
            if (expert.IsFailing)
            {
                LogFailing(expert.Manifest.Id, expert.Failures, _options.PauseAfterFailures);
                _resting[expert] = _time.CreateTimer(_ => expert.TryAgain(), null, _options.PauseAfterFailures, Timeout.InfiniteTimeSpan);
            }
            else
            {
                LogRecovered(expert.Manifest.Id);
            }

            Publish();
        }
    }

    private void EndRest(HostedExpert expert)
    {
        if (_resting.Remove(expert, out var timer))
        {
            timer.Dispose();
        }
    }

    private void Publish() => _snapshot = new ExpertSnapshot(_entries.Select(entry => (Entry: entry, Expert: _experts[entry.Manifest.Id])).Select(pair => new ExpertEntry(
        pair.Expert,
        !pair.Entry.Enabled ? ExpertHealth.Disabled : pair.Expert.IsFailing ? ExpertHealth.Failing : ExpertHealth.Ready,
        pair.Entry.Share)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expert {Expert} failed {Failures} times in a row and is rested for {Pause}")]
    private partial void LogFailing(ExpertId expert, int failures, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Information, Message = "Expert {Expert} is asked again")]
    private partial void LogRecovered(ExpertId expert);
}
