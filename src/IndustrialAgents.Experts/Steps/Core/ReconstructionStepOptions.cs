namespace IndustrialAgents.Experts;

/// <summary>Options of the output step <c>reconstruction</c>.</summary>
internal sealed record ReconstructionStepOptions
{
    /// <summary>The model's output; null for its first.</summary>
    public string? Output { get; init; }

    /// <summary>The model's input that the output reconstructs; null for its first.</summary>
    public string? Input { get; init; }

    /// <summary>Mean squared error, in the model's scale, above which a window is anomalous.</summary>
    public required double Threshold { get; init; }

    /// <summary>How fast the probability rises around the threshold; see <see cref="ReconstructionStep"/>.</summary>
    public double Sharpness { get; init; } = 4;

    /// <summary>Whether there is one score for the window or one for each of its samples.</summary>
    public ScorePer Per { get; init; }
}
