namespace IndustrialAgents.Routing;

/// <summary>Bounds of a <see cref="LossSequencer"/>.</summary>
public sealed record LossSequencerOptions
{
    /// <summary>The most replicas whose last delta is remembered; the one that was silent the longest is forgotten first.</summary>
    public int MaxReplicas { get; init; } = 1024;

    /// <summary>The most gaps between positions that are learned; beyond it the lowest is closed, as if no feedback had a position in it.</summary>
    public int MaxGaps { get; init; } = 65_536;
}
