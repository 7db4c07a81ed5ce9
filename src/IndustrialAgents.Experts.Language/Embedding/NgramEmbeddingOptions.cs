namespace IndustrialAgents.Experts.Language;

/// <summary>Options of the expert <c>ngram-embedding</c>.</summary>
public sealed record NgramEmbeddingOptions
{
    /// <summary>Length of the vectors, from 16 to 65,536.</summary>
    public int Dimension { get; init; } = 512;

    /// <summary>Fewest characters of a piece.</summary>
    public int MinLength { get; init; } = 3;

    /// <summary>Most characters of a piece.</summary>
    public int MaxLength { get; init; } = 5;
}
