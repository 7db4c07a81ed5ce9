namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="PcaModel"/> is fitted.</summary>
public sealed record PcaOptions
{
    /// <summary>Share of the variance that the components keep, above 0 and at most 1.</summary>
    public double Variance { get; init; } = 0.9;

    /// <summary>The rule of both limits, T² and SPE.</summary>
    public AlarmLimit Limit { get; init; } = AlarmLimit.Quantile(0.99);
}
