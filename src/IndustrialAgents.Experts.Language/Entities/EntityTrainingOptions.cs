namespace IndustrialAgents.Experts.Language.Entities;

/// <summary>How a tagger of entities is trained. Immutable and thread-safe.</summary>
public sealed record EntityTrainingOptions
{
    /// <summary>The most passes.</summary>
    public const int MaxPasses = 1000;

    /// <summary>Passes over the texts, 1 to <see cref="MaxPasses"/>.</summary>
    public int Passes { get; init; } = 6;

    /// <summary>Seed of the order of texts.</summary>
    public int Seed { get; init; } = 1;
}
