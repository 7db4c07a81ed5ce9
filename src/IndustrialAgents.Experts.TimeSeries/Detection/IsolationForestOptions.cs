namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How an <see cref="IsolationForest"/> is fitted.</summary>
public sealed record IsolationForestOptions
{
    /// <summary>Number of trees, 1 to 10,000.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Samples that each tree is grown on, at least 2; all where there are fewer.</summary>
    public int Samples { get; init; } = 256;

    /// <summary>Seed of the random splits: the same seed and samples give the same forest.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The rule of the limit.</summary>
    public AlarmLimit Limit { get; init; } = AlarmLimit.Quantile(0.99);
}
