namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="RidgeResidualModel"/> is fitted.</summary>
public sealed record RidgeResidualOptions
{
    /// <summary>Samples from which the next one is predicted.</summary>
    public int Lags { get; init; } = 5;

    /// <summary>The ridge strength λ, on standardized values and sums over samples.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>Samples over which the squared error is averaged.</summary>
    public int Smoothing { get; init; } = 10;

    /// <summary>The rule of the limit.</summary>
    public AlarmLimit Limit { get; init; } = AlarmLimit.RobustDeviations(6);
}
