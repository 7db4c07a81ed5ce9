namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How <see cref="MiniRocket"/> is fitted.</summary>
public sealed record MiniRocketOptions
{
    /// <summary>
    /// Number of features, rounded down to a multiple of 84. Half of the paper's 9,996 by default: the accuracies it reports hardly differ from there
    /// on, and a head of that many features can still be solved by sums over rows where there are many rows.
    /// </summary>
    public int Features { get; init; } = 4_956;

    /// <summary>Seed for the windows that biases come from and for the channels that are added up.</summary>
    public int Seed { get; init; }
}
