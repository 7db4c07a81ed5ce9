namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="RidgeForecaster"/> is fitted.</summary>
public sealed record RidgeForecasterOptions
{
    /// <summary>Samples that the forecast looks back on.</summary>
    public int LookBack { get; init; } = 96;

    /// <summary>Steps that are forecast.</summary>
    public int Horizon { get; init; } = 24;

    /// <summary>Samples at the series' end that choose the strength and calibrate the quantiles; null takes a quarter.</summary>
    public int? HeldOut { get; init; }

    /// <summary>Levels of the quantiles, rising, each between 0 and 1.</summary>
    public IReadOnlyList<double> Levels { get; init; } = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>Ridge strengths to try, on standardized values and sums over windows; null tries 17 over eight decades.</summary>
    public IReadOnlyList<double>? Strengths { get; init; }
}
