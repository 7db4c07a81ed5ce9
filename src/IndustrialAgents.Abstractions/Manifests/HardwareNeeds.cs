namespace IndustrialAgents;

/// <summary>What a machine must have to run an expert.</summary>
public sealed record HardwareNeeds
{
    /// <summary>Tiers it may run on; empty for all.</summary>
    public IReadOnlyList<Tier> Tiers { get; init; } = [];

    /// <summary>Whether it needs a GPU.</summary>
    public bool Gpu { get; init; }

    /// <summary>Memory it takes on its device while loaded, in bytes; null to go by the size of its files.</summary>
    public long? MemoryBytes { get; init; }
}
