using IndustrialAgents.Orleans.Streams;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace IndustrialAgents.Orleans.Catalogs;

/// <inheritdoc/>
/// <remarks>Reentrant, since adding may fetch gigabytes while others read; changes are made one at a time, after the fetching.</remarks>
[Reentrant]
internal sealed partial class CatalogGrain(
    [PersistentState("catalog", ClusterStorage.Grains)] IPersistentState<CatalogState> state,
    CatalogFiles files,
    ClusterCatalog catalog,
    ClusterEvents events,
    TimeProvider time,
    ILogger<CatalogGrain> logger) : Grain, ICatalogGrain, IDisposable
{
    private readonly SemaphoreSlim _changing = new(1);
    private CatalogHistory _history = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _history = new CatalogHistory(state.State, time);
        return Task.CompletedTask;
    }

    public ValueTask<Catalog?> GetAsync(long knownVersion = 0) =>
        ValueTask.FromResult(knownVersion == _history.Current.Version && knownVersion > 0 ? null : _history.Current);

    public ValueTask<Catalog?> GetVersionAsync(long version) => ValueTask.FromResult(_history.Find(version));

    public async ValueTask<Catalog> AddAsync(Manifest manifest, double share = 1)
    {
        ManifestReader.Validate(manifest, "manifest");

        // Told before anything is fetched; looked at again when the version is made.
        _history.With(manifest, share);
        manifest = await files.MeasureAsync(manifest);
        return await ChangeAsync(() => _history.With(manifest, share), $"added {manifest.Id} with share {share}");
    }

    public ValueTask<Catalog> SetShareAsync(ExpertId expert, double share) =>
        ChangeAsync(() => _history.WithShare(expert, share), $"share of {expert} is {share}");

    public ValueTask<Catalog> SetEnabledAsync(ExpertId expert, bool enabled) =>
        ChangeAsync(() => _history.Changed(expert, entry => entry with { Enabled = enabled }), $"{expert} switched {(enabled ? "on" : "off")}");

    public ValueTask<Catalog> RemoveAsync(ExpertId expert) => ChangeAsync(() => _history.Changed(expert, _ => null), $"removed {expert}");

    public ValueTask<Catalog> RollBackAsync(long version) => ChangeAsync(() => _history.At(version), $"rolled back to version {version}");

    public void Dispose() => _changing.Dispose();

    private async ValueTask<Catalog> ChangeAsync(Func<IReadOnlyList<CatalogEntry>> entries, string change)
    {
        await _changing.WaitAsync();
        try
        {
            var next = _history.Append(entries(), change);
            try
            {
                await state.WriteStateAsync();
            }
            catch
            {
                // What could not be stored never was: the next activation reads what is stored.
                DeactivateOnIdle();
                throw;
            }

            LogChanged(next.Version, change);
            catalog.Take(next);
            events.Publish(ClusterStreams.CatalogChanges, ICatalogGrain.Key, next);
            return next;
        }
        finally
        {
            _changing.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Catalogue version {Version}: {Change}")]
    private partial void LogChanged(long version, string change);
}
