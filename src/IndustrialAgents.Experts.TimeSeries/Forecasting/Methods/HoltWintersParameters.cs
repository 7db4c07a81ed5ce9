namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Parameters of <see cref="HoltWintersMethod"/>, each between 0 and 1.</summary>
/// <param name="Level">How much of an error the level takes.</param>
/// <param name="Trend">How much of what the level takes the trend takes; 0 for no trend.</param>
/// <param name="Season">How much of the rest the season takes.</param>
/// <param name="Damping">What remains of the trend from one step to the next.</param>
public readonly record struct HoltWintersParameters(double Level, double Trend, double Season, double Damping);
