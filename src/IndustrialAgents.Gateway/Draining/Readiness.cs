namespace IndustrialAgents.Gateway.Draining;

/// <summary>Whether the gateway takes requests. Thread-safe.</summary>
/// <param name="state">Whether it is about to stop.</param>
/// <param name="checks">What else must hold.</param>
internal sealed class Readiness(DrainState state, IEnumerable<IReadinessCheck> checks)
{
    private readonly IReadinessCheck[] _checks = [.. checks];

    /// <summary>What keeps it from taking requests; null where nothing does.</summary>
    public async ValueTask<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        if (state.IsDraining)
        {
            return "stopping";
        }

        foreach (var check in _checks)
        {
            if (await check.FindObstacleAsync(cancellationToken).ConfigureAwait(false) is { } obstacle)
            {
                return obstacle;
            }
        }

        return null;
    }
}
