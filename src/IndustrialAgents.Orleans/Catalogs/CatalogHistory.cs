using System.Security.Cryptography;
using System.Text;
using IndustrialAgents.Experts;

namespace IndustrialAgents.Orleans.Catalogs;

/// <summary>The versions of the catalogue, and how one follows from another. Not thread-safe.</summary>
/// <param name="state">What is stored, changed by <see cref="Append"/>.</param>
/// <param name="time">The clock of new versions.</param>
internal sealed class CatalogHistory(CatalogState state, TimeProvider time)
{
    private const int MaxVersions = 100;

    private Catalog? _current;

    /// <summary>The current version.</summary>
    public Catalog Current => _current ??= state.Versions.Count > 0
        ? Read(state.Versions[^1])
        : new Catalog { Version = 0, Time = DateTimeOffset.MinValue, Change = "empty", Entries = [] };

    /// <summary>A version; null where it is not kept.</summary>
    public Catalog? Find(long version) => state.Versions.Find(stored => stored.Version == version) is { } stored ? Read(stored) : null;

    /// <summary>The entries with an expert more.</summary>
    /// <exception cref="InvalidRequestException">It is there already, or the share is out of range.</exception>
    public IReadOnlyList<CatalogEntry> With(Manifest manifest, double share)
    {
        CheckShare(share);
        return Current.Entries.Any(entry => entry.Manifest.Id == manifest.Id)
            ? throw new InvalidRequestException("manifest", $"expert {manifest.Id} is in the catalogue already; give this one another version, or remove that one first")
            : Shared([.. Current.Entries, new CatalogEntry(manifest, Enabled: true, share)], manifest.Id, share);
    }

    /// <summary>The entries with another share of one.</summary>
    /// <exception cref="ExpertNotFoundException">It is not in the catalogue.</exception>
    /// <exception cref="InvalidRequestException">The share is out of range.</exception>
    public IReadOnlyList<CatalogEntry> WithShare(ExpertId expert, double share)
    {
        CheckShare(share);
        return Shared(Changed(expert, entry => entry with { Share = share }), expert, share);
    }

    /// <summary>The entries with one changed, or left out where the change is null.</summary>
    /// <exception cref="ExpertNotFoundException">It is not in the catalogue.</exception>
    public IReadOnlyList<CatalogEntry> Changed(ExpertId expert, Func<CatalogEntry, CatalogEntry?> change) =>
        Current.Entries.Any(entry => entry.Manifest.Id == expert)
            ? [.. Current.Entries.Select(entry => entry.Manifest.Id == expert ? change(entry) : entry).OfType<CatalogEntry>()]
            : throw new ExpertNotFoundException(expert.ToString());

    /// <summary>The entries of an earlier version.</summary>
    /// <exception cref="InvalidRequestException">It is not kept.</exception>
    public IReadOnlyList<CatalogEntry> At(long version) => Find(version)?.Entries
        ?? throw new InvalidRequestException("version", $"{version} is not kept; kept are {state.Versions.FirstOrDefault()?.Version ?? 0} to {Current.Version}");

    /// <summary>Makes a new current version.</summary>
    public Catalog Append(IReadOnlyList<CatalogEntry> entries, string change)
    {
        var stored = new StoredCatalog { Version = Current.Version + 1, Time = time.GetUtcNow(), Change = change };
        foreach (var entry in entries.OrderBy(entry => entry.Manifest.Name, StringComparer.Ordinal).ThenBy(entry => entry.Manifest.Version, ExpertVersions.Comparer))
        {
            var json = ManifestReader.Write(entry.Manifest);
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
            state.Manifests[hash] = json;
            stored.Entries.Add(new StoredEntry { Manifest = hash, Enabled = entry.Enabled, Share = entry.Share });
        }

        state.Versions.Add(stored);
        if (state.Versions.Count > MaxVersions)
        {
            state.Versions.RemoveAt(0);
            var used = state.Versions.SelectMany(version => version.Entries).Select(entry => entry.Manifest).ToHashSet();
            foreach (var unused in state.Manifests.Keys.Where(hash => !used.Contains(hash)).ToList())
            {
                state.Manifests.Remove(unused);
            }
        }

        return _current = Read(stored);
    }

    // A share of 1 takes over all requests of the name, and higher versions would be drawn first.
    private static IReadOnlyList<CatalogEntry> Shared(IReadOnlyList<CatalogEntry> entries, ExpertId expert, double share) => share < 1
        ? entries
        : [.. entries.Select(entry => entry.Manifest.Name == expert.Name && ExpertVersions.Comparer.Compare(entry.Manifest.Version, expert.Version) > 0
            ? entry with { Share = 0 }
            : entry)];

    private static void CheckShare(double share)
    {
        if (share is not (>= 0 and <= 1))
        {
            throw new InvalidRequestException("share", $"{share} is no share of requests; it must lie between 0 and 1");
        }
    }

    private Catalog Read(StoredCatalog stored) => new()
    {
        Version = stored.Version,
        Time = stored.Time,
        Change = stored.Change,
        Entries = [.. stored.Entries.Select(entry => new CatalogEntry(
            ManifestReader.Read(Encoding.UTF8.GetBytes(state.Manifests[entry.Manifest]), "catalogue"), entry.Enabled, entry.Share))],
    };
}
