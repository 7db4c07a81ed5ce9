namespace IndustrialAgents.Experts;

/// <summary>Options of the output step <c>score</c>.</summary>
internal sealed record ScoreStepOptions
{
    /// <summary>The model's output with one score a row; null for its first.</summary>
    public string? Output { get; init; }

    /// <summary>Score, on the model's scale, at which a row is as likely anomalous as not.</summary>
    public double Threshold { get; init; }

    /// <summary>Which side of the threshold is anomalous.</summary>
    public AnomalousSide Anomalous { get; init; } = AnomalousSide.Above;

    /// <summary>Distance from the threshold, on the model's scale, at which the probability is 1 / (1 + 1/e), about 0.73.</summary>
    public double Width { get; init; } = 1;

    /// <summary>How the rows make up the window's probability.</summary>
    public ScoreAggregate Aggregate { get; init; }
}
