namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How an alarm limit is taken from scores of normal operation.</summary>
public enum LimitMethod
{
    /// <summary>A quantile.</summary>
    Quantile,

    /// <summary>Peaks over threshold: a generalised Pareto tail beyond the 0.95 quantile, extrapolated to a rate of false alarms.</summary>
    PeaksOverThreshold,

    /// <summary>Median plus a number of robust deviations.</summary>
    RobustDeviations,
}
