namespace IndustrialAgents.Experts;

/// <summary>
/// How the step <c>forecast</c> goes beyond what the model gives in one run: the central forecast is appended to the window and the model asked
/// again, as Chronos-Bolt does beyond 64 steps (Ansari et al. 2024, arXiv:2403.07815).
/// </summary>
internal sealed record RolloutOptions
{
    /// <summary>The most steps that may be asked for. Quantiles are those of each run, so they do not widen from one run to the next.</summary>
    public required int MaxHorizon { get; init; }
}
