namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Options of the output step <c>channelScores</c>.</summary>
internal sealed record ChannelScoresStepOptions
{
    /// <summary>The model's output with scores <c>[1, sample]</c> as multiples of the limit.</summary>
    public string Score { get; init; } = "score";

    /// <summary>The model's output <c>[1, sample, channel]</c> with what each channel adds to a score; null where there is none.</summary>
    public string? Contributions { get; init; } = "contributions";

    /// <summary>The fewest samples of a window.</summary>
    public int Least { get; init; } = 1;

    /// <summary>Samples at the window's end whose median score judges the window, and whose contributions are blamed.</summary>
    public int Recent { get; init; } = 1;

    /// <summary>Steepness of the probability: the odds are score ^ sharpness.</summary>
    public double Sharpness { get; init; } = 2;
}
