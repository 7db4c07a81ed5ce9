namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="LeftDiscordDetector"/> compares.</summary>
public sealed record LeftDiscordOptions
{
    /// <summary>Samples of a window, at least 4.</summary>
    public int Window { get; init; } = 32;

    /// <summary>Samples that are remembered, at least three windows; a row costs time in proportion to it.</summary>
    public int History { get; init; } = 2_048;

    /// <summary>Windows that must have been compared with others before a channel is judged: the first ones are all new.</summary>
    public int WarmUp { get; init; } = 200;

    /// <summary>Distance above which a window is unusual, as a share of the greatest there can be, which is twice the root of the window's length.</summary>
    public double Limit { get; init; } = 0.4;
}
