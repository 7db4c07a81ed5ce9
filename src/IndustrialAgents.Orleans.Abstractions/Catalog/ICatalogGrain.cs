namespace IndustrialAgents.Orleans;

/// <summary>
/// The versioned set of the cluster's experts. Every change makes a new version, is stored before the call returns, and reaches all silos
/// within seconds, without a restart. The files of an expert must be in the content store before it is added.
/// </summary>
[Alias("ia.catalog")]
public interface ICatalogGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "default";

    /// <summary>The catalogue as of now; null where <paramref name="knownVersion"/> is the current one.</summary>
    [Alias("get")]
    ValueTask<Catalog?> GetAsync(long knownVersion = 0);

    /// <summary>The catalogue as it was in a version; null where that is not kept.</summary>
    [Alias("at")]
    ValueTask<Catalog?> GetVersionAsync(long version);

    /// <summary>
    /// Adds an expert, or a further version of one. The catalogue fills in the memory it takes where the manifest leaves that to the size of its
    /// files.
    /// </summary>
    /// <param name="manifest">What it is.</param>
    /// <param name="share">Share of requests, 0 to 1, that go to it where another version of its name is enabled; 1 takes over at once.</param>
    /// <exception cref="InvalidRequestException">An expert of that name and version is there already, or the share is out of range.</exception>
    /// <exception cref="InvalidManifestException">The manifest breaks its contract, or a file of it is not in the content store.</exception>
    [Alias("add")]
    ValueTask<Catalog> AddAsync(Manifest manifest, double share = 1);

    /// <summary>Sets the share of requests that go to a version, 0 to 1; 1 promotes it: it takes over all requests of its name.</summary>
    /// <exception cref="ExpertNotFoundException">It is not in the catalogue.</exception>
    /// <exception cref="InvalidRequestException">The share is out of range.</exception>
    [Alias("share")]
    ValueTask<Catalog> SetShareAsync(ExpertId expert, double share);

    /// <summary>Switches an expert off or on again; it stays listed.</summary>
    /// <exception cref="ExpertNotFoundException">It is not in the catalogue.</exception>
    [Alias("enable")]
    ValueTask<Catalog> SetEnabledAsync(ExpertId expert, bool enabled);

    /// <summary>Takes an expert out.</summary>
    /// <exception cref="ExpertNotFoundException">It is not in the catalogue.</exception>
    [Alias("remove")]
    ValueTask<Catalog> RemoveAsync(ExpertId expert);

    /// <summary>Makes the catalogue what it was in an earlier version; that is a new version itself.</summary>
    /// <exception cref="InvalidRequestException">That version is not kept.</exception>
    [Alias("roll-back")]
    ValueTask<Catalog> RollBackAsync(long version);
}
