using Orleans.GrainDirectory;

namespace IndustrialAgents.Orleans.Placement;

/// <summary>
/// The grain directory of grains whose place follows from the silo that asks or from their key: it knows none. The default one would ask the silo
/// that owns the grain's part of the directory, and after a silo was killed that may be the dead one.
/// </summary>
internal sealed class NoDirectory : IGrainDirectory
{
    /// <summary>Its name.</summary>
    public const string Name = "ia-none";

    public Task<GrainAddress?> Register(GrainAddress address) => Task.FromResult<GrainAddress?>(address);

    public Task Unregister(GrainAddress address) => Task.CompletedTask;

    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult<GrainAddress?>(null);

    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;
}
