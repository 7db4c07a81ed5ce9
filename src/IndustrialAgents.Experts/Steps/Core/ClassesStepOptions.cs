namespace IndustrialAgents.Experts;

/// <summary>Options of the output steps <c>softmax</c> and <c>probabilities</c>.</summary>
internal sealed record ClassesStepOptions
{
    /// <summary>The model's output; null for its first.</summary>
    public string? Output { get; init; }

    /// <summary>Divides logits before the softmax (Guo et al. 2017, temperature scaling); above 1 makes the expert less sure. Only of <c>softmax</c>.</summary>
    public double Temperature { get; init; } = 1;
}
