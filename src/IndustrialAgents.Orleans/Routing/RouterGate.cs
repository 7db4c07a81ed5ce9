using IndustrialAgents.Routing;
using Microsoft.Extensions.Options;

namespace IndustrialAgents.Orleans.Routing;

/// <summary>Holds the gate of this silo's router, which learns as one of several.</summary>
internal sealed class RouterGate(IOptions<ClusterOptions> options)
{
    /// <summary>The gate.</summary>
    public LossGate Gate { get; } = new(options.Value.Router, replica: true);
}
