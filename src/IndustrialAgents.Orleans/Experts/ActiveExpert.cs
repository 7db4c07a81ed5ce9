using IndustrialAgents.Orleans.Placement;

namespace IndustrialAgents.Orleans.Experts;

/// <summary>An expert that is active on this silo or being made so. All but <see cref="Loading"/> is read and written under the host's lock.</summary>
internal sealed class ActiveExpert(Manifest manifest)
{
    /// <summary>The manifest it was made from.</summary>
    public Manifest Manifest { get; } = manifest;

    /// <summary>What it has reserved.</summary>
    public ModelNeed Need { get; } = ModelNeed.Of(manifest);

    /// <summary>The expert, once it is loaded.</summary>
    public required Task<LoadedExpert> Loading { get; init; }

    /// <summary>Requests it works on.</summary>
    public int Users { get; set; }

    /// <summary>When it was last asked, as a count of requests.</summary>
    public long LastUse { get; set; }

    /// <summary>Whether it has left the host and goes with its last request.</summary>
    public bool Retired { get; set; }
}
