using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace IndustrialAgents.Orleans.Placement;

/// <summary>Activates a grain on the silo that its key names (<see cref="SiloKey"/>), and nowhere else.</summary>
internal sealed class NamedSiloPlacement : PlacementStrategy
{
    public override bool IsUsingGrainDirectory => false;
}

/// <summary>Places a grain by <see cref="NamedSiloPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NamedSiloPlacementAttribute() : PlacementAttribute(new NamedSiloPlacement());

/// <summary>Takes the silo that the key names.</summary>
internal sealed class NamedSiloDirector : IPlacementDirector
{
    /// <exception cref="SiloUnavailableException">That silo is gone.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silo = SiloKey.SiloOf(target.GrainIdentity.Key.ToString()!);
        return context.GetCompatibleSilos(target).Contains(silo)
            ? Task.FromResult(silo)
            : throw new SiloUnavailableException($"silo {silo} is not active");
    }
}
