using IndustrialAgents.Gateway;

namespace IndustrialAgents.Silo.Health;

/// <summary>A silo takes requests while it is an active member of its cluster.</summary>
/// <param name="members">The members as this silo sees them.</param>
internal sealed class MembershipReadiness(ISiloStatusOracle members) : IReadinessCheck
{
    /// <inheritdoc/>
    public ValueTask<string?> FindObstacleAsync(CancellationToken cancellationToken) =>
        new(members.CurrentStatus is var status && status == SiloStatus.Active ? null : $"the silo is {status} in its cluster, not Active");
}
