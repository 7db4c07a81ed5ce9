namespace IndustrialAgents.Gateway.Draining;

/// <summary>Whether the gateway is about to stop. Thread-safe.</summary>
internal sealed class DrainState
{
    private volatile bool _draining;

    /// <summary>Whether it is.</summary>
    public bool IsDraining => _draining;

    /// <summary>From now on it is.</summary>
    public void Begin() => _draining = true;
}
