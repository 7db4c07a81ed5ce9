namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="Forecaster"/> is fitted, whatever its method.</summary>
public sealed record ForecasterOptions
{
    /// <summary>Steps that are forecast.</summary>
    public int Horizon { get; init; } = 24;

    /// <summary>Samples at the series' end that choose between settings and calibrate the quantiles; null takes a quarter.</summary>
    public int? HeldOut { get; init; }

    /// <summary>Levels of the quantiles, rising, each between 0 and 1.</summary>
    public IReadOnlyList<double> Levels { get; init; } = [0.05, 0.25, 0.5, 0.75, 0.95];
}
