namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="BayesianChangeDetector"/> follows its channels.</summary>
public sealed record BayesianChangeOptions
{
    /// <summary>Rows between changes that are expected, above 1: the hazard is one over it.</summary>
    public double MeanRun { get; init; } = 1_000;

    /// <summary>Rows since the last change that are told apart, from 2 to 10,000; longer runs count as that long. A row costs time in proportion to it.</summary>
    public int MaxRun { get; init; } = 300;

    /// <summary>A change within so many rows is told, at least 1 and below <see cref="MaxRun"/>.</summary>
    public int Recent { get; init; } = 20;

    /// <summary>Good values of a channel that set the scale of its prior, and after which it is judged; above <see cref="Recent"/>.</summary>
    public int WarmUp { get; init; } = 100;

    /// <summary>Samples that the prior of a run's mean is worth, positive.</summary>
    public double PriorWeight { get; init; } = 0.01;

    /// <summary>Probability of a recent change above which a row is unusual, above 0 and below 1.</summary>
    public double Limit { get; init; } = 0.5;

    internal string? Fault =>
        !(MeanRun > 1) || !double.IsFinite(MeanRun) ? $"mean run {MeanRun}; it must be above 1"
        : MaxRun is < 2 or > 10_000 ? $"longest run {MaxRun}; from 2 to 10,000 make sense"
        : Recent < 1 || Recent >= MaxRun ? $"recent {Recent}; it must be at least 1 and below the longest run, {MaxRun}"
        : WarmUp <= Recent ? $"warm-up {WarmUp}; it must be above recent, {Recent}"
        : !(PriorWeight > 0) || !double.IsFinite(PriorWeight) ? $"prior weight {PriorWeight}; it must be positive"
        : !(Limit > 0) || !(Limit < 1) ? $"limit {Limit}; it must be above 0 and below 1"
        : null;
}
