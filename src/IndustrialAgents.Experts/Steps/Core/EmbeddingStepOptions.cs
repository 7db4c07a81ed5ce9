namespace IndustrialAgents.Experts;

/// <summary>Options of the output step <c>embedding</c>.</summary>
internal sealed record EmbeddingStepOptions
{
    /// <summary>The model's output; null for its first.</summary>
    public string? Output { get; init; }

    /// <summary>How the output becomes one vector.</summary>
    public EmbeddingPooling Pool { get; init; }

    /// <summary>The model's input that is 1 for vectors that count and 0 for what fills up; without effect where there is none.</summary>
    public string Mask { get; init; } = "attention_mask";

    /// <summary>Whether the vector is brought to length 1.</summary>
    public bool Normalize { get; init; }
}
