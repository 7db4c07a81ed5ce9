namespace IndustrialAgents.Routing;

/// <summary>Bounds of an <see cref="InMemoryDecisionStore"/>.</summary>
public sealed record InMemoryDecisionStoreOptions
{
    /// <summary>The most decisions kept; the oldest go first.</summary>
    public int MaxDecisions { get; init; } = 10_000;

    /// <summary>The most bytes of inputs kept, about; the oldest decisions go first.</summary>
    public long MaxInputBytes { get; init; } = 64L << 20;
}
