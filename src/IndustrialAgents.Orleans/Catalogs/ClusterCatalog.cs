using System.Collections.Frozen;

namespace IndustrialAgents.Orleans.Catalogs;

/// <summary>The catalogue as this silo knows it. A manifest that did not change stays the same object from version to version. Thread-safe.</summary>
internal sealed class ClusterCatalog(IGrainFactory grains)
{
    private readonly Lock _lock = new();
    private volatile Known _known = new(0, [], FrozenDictionary<ExpertId, CatalogEntry>.Empty, FrozenDictionary<string, Manifest>.Empty);
    private Task? _refreshing;

    /// <summary>Called with the entries of a new version, one version at a time, in order.</summary>
    public event Action<IReadOnlyList<CatalogEntry>>? Changed;

    /// <summary>The version that is known; 0 before the first look.</summary>
    public long Version => _known.Version;

    /// <summary>The manifest of an expert; looks into the catalogue where it is not known here.</summary>
    /// <exception cref="ExpertNotFoundException">The catalogue has no such expert.</exception>
    public ValueTask<Manifest> GetAsync(ExpertId expert, CancellationToken cancellationToken) =>
        _known.Experts.TryGetValue(expert, out var entry) ? ValueTask.FromResult(entry.Manifest) : LookAsync(expert, cancellationToken);

    /// <summary>Takes the catalogue's current version.</summary>
    public Task RefreshAsync()
    {
        lock (_lock)
        {
            // Those that come while a look is under way share it; it must not hang on the grain of the first of them.
            return _refreshing is { IsCompleted: false } ? _refreshing : _refreshing = Task.Run(FetchAsync);
        }
    }

    /// <summary>Takes a version that is newer than the known one.</summary>
    public void Take(Catalog catalog) => Take(catalog, authoritative: false);

    private async ValueTask<Manifest> LookAsync(ExpertId expert, CancellationToken cancellationToken)
    {
        await RefreshAsync().WaitAsync(cancellationToken);
        return _known.Experts.TryGetValue(expert, out var entry) ? entry.Manifest : throw new ExpertNotFoundException(expert.ToString());
    }

    private async Task FetchAsync()
    {
        if (await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).GetAsync(Version) is { } catalog)
        {
            // Also an older one: its stored state was set back, and the catalogue is what is stored.
            Take(catalog, authoritative: true);
        }
    }

    private void Take(Catalog catalog, bool authoritative)
    {
        lock (_lock)
        {
            var known = _known;
            if (authoritative ? catalog.Version == known.Version : catalog.Version <= known.Version)
            {
                return;
            }

            var manifests = new Dictionary<string, Manifest>(StringComparer.Ordinal);
            var entries = new List<CatalogEntry>(catalog.Entries.Count);
            foreach (var entry in catalog.Entries)
            {
                var json = ManifestReader.Write(entry.Manifest);
                manifests[json] = known.Manifests.GetValueOrDefault(json) ?? entry.Manifest;
                entries.Add(entry with { Manifest = manifests[json] });
            }

            _known = new Known(catalog.Version, entries, entries.ToFrozenDictionary(entry => entry.Manifest.Id), manifests.ToFrozenDictionary(StringComparer.Ordinal));
            Changed?.Invoke(entries);
        }
    }

    private sealed record Known(
        long Version, IReadOnlyList<CatalogEntry> Entries, FrozenDictionary<ExpertId, CatalogEntry> Experts, FrozenDictionary<string, Manifest> Manifests);
}
