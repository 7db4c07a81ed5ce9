namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="HalfLifeDetector"/> follows its channels.</summary>
public sealed record HalfLifeOptions
{
    /// <summary>Samples after which a value counts half in the mean that is judged; positive.</summary>
    public double Fast { get; init; } = 64;

    /// <summary>Samples after which a value counts half in the baseline, longer than <see cref="Fast"/>.</summary>
    public double Slow { get; init; } = 4_096;

    /// <summary>Good values of a channel before it is judged.</summary>
    public int WarmUp { get; init; } = 300;

    /// <summary>Deviations of the baseline above which the mean is unusual.</summary>
    public double Limit { get; init; } = 1.5;
}
