namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>The detectors that need no fitting.</summary>
public enum OnlineDetectorKind
{
    /// <summary><see cref="HalfLifeDetector"/>.</summary>
    HalfLife,

    /// <summary><see cref="LeftDiscordDetector"/>.</summary>
    LeftDiscord,

    /// <summary><see cref="CusumDetector"/>.</summary>
    Cusum,

    /// <summary><see cref="BayesianChangeDetector"/>.</summary>
    BayesianChange,
}
