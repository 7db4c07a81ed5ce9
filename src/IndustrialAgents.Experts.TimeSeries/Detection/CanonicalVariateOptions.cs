namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="CanonicalVariateModel"/> is fitted.</summary>
public sealed record CanonicalVariateOptions
{
    /// <summary>Samples of the past, the present one among them, and as many of the future that they are correlated with.</summary>
    public int Lags { get; init; } = 3;

    /// <summary>Canonical variates that make the state; the others are the residual space.</summary>
    public int States { get; init; } = 29;

    /// <summary>Variance added to every direction of the standardized past and future, so that directions without any do not decide.</summary>
    public double Ridge { get; init; } = 0.01;

    /// <summary>Successive blocks; the statistics that give the limits are, in each, those of a model fitted on the others. 1 judges the samples of the fit.</summary>
    public int Blocks { get; init; } = 5;

    /// <summary>The rule of both limits.</summary>
    public AlarmLimit Limit { get; init; } = AlarmLimit.Quantile(0.99);
}
