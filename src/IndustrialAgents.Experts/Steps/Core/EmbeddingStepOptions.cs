namespace IndustrialAgents.Experts;

/// <summary>Options of the output step <c>embedding</c>.</summary>
internal sealed record EmbeddingStepOptions
{
    /// <summary>The model's output; null for its first.</summary>
    public string? Output { get; init; }

    /// <summary>How the output becomes one vector.</summary>
    public EmbeddingPooling Pool { get; init; }
}
