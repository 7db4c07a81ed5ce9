namespace IndustrialAgents.Gateway;

/// <summary>
/// One condition for a gateway to take requests, besides not stopping; hosts register as many as they have. Thread-safe, and quick: probes ask
/// every few seconds.
/// </summary>
public interface IReadinessCheck
{
    /// <summary>What keeps the gateway from taking requests, for people; null where nothing does.</summary>
    ValueTask<string?> FindObstacleAsync(CancellationToken cancellationToken);
}
