using IndustrialAgents.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IndustrialAgents.Orleans.Decisions;

/// <summary>
/// Which store decisions go to. <see cref="Local"/> is the one that this process writes to: the host's <see cref="IDecisionStore"/>, or the one of
/// key <see cref="ClusterStorage.SingleWriter"/>, or else one in memory. Thread-safe.
/// </summary>
internal sealed class DecisionStores
{
    public DecisionStores(IServiceProvider services)
    {
        var shared = services.GetService<IDecisionStore>();
        Local = shared is null or GrainDecisionStore ? services.GetKeyedService<IDecisionStore>(ClusterStorage.SingleWriter) ?? new InMemoryDecisionStore() : shared;
    }

    /// <summary>The store that <see cref="DecisionsGrain"/> wraps.</summary>
    public IDecisionStore Local { get; }
}
