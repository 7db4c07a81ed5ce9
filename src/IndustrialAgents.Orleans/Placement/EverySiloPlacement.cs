using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace IndustrialAgents.Orleans.Placement;

/// <summary>
/// Activates a grain on every silo that is asked for it, once a silo. What that rests on, as read in the source of Orleans 10.2.2:
/// <list type="bullet">
/// <item>Without the directory, neither activation nor deactivation registers anything (ActivationData), the catalogue of a silo keeps one
/// activation a grain id, and idle ones are collected as any other.</item>
/// <item>A message is addressed once, on the silo that handles it first, by the locator's cache before any placement director
/// (PlacementService.AddressMessage); whatever a director says is put into that cache, for minutes. So a director cannot spread the messages of
/// one grain over silos: the choice would stick. It can name the silo that is right for good, which is what this one and
/// <see cref="NamedSiloPlacement"/> do; load is spread by <see cref="Experts.ExpertDispatcher"/>, above Orleans' placement.</item>
/// <item>The locator looks a grain up in its directory also where the strategy uses none: with the default directory that is a call to another
/// silo, which may have died. <see cref="NoDirectory"/> answers at once.</item>
/// </list>
/// </summary>
internal sealed class EverySiloPlacement : PlacementStrategy
{
    public override bool IsUsingGrainDirectory => false;
}

/// <summary>Places a grain by <see cref="EverySiloPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class EverySiloPlacementAttribute() : PlacementAttribute(new EverySiloPlacement());

/// <summary>Takes the silo that asks; another one only while that is stopping.</summary>
internal sealed class EverySiloDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var here = !context.LocalSiloStatus.IsTerminating() && silos.Contains(context.LocalSilo);
        return Task.FromResult(here ? context.LocalSilo : silos[Random.Shared.Next(silos.Length)]);
    }
}
