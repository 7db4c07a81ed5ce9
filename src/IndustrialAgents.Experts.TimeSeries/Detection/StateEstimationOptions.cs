namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="StateEstimationModel"/> is fitted.</summary>
public sealed record StateEstimationOptions
{
    /// <summary>Samples that are remembered, 2 to 2,000; all where there are fewer.</summary>
    public int Memory { get; init; } = 100;

    /// <summary>The ridge strength λ, positive: how far a remembered sample may be missed.</summary>
    public double Strength { get; init; } = 0.01;

    /// <summary>The rule of the limit.</summary>
    public AlarmLimit Limit { get; init; } = AlarmLimit.Quantile(0.99);
}
