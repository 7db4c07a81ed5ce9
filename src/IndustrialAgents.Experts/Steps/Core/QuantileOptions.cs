namespace IndustrialAgents.Experts;

/// <summary>Where the step <c>forecast</c> finds quantiles.</summary>
internal sealed record QuantileOptions
{
    /// <summary>The model's output; null for the one with the central forecast, which is then the level 0.5.</summary>
    public string? Output { get; init; }

    /// <summary>The levels in the order of the output, rising, each between 0 and 1.</summary>
    public required IReadOnlyList<double> Levels { get; init; }

    /// <summary>Whether the level is the first dimension after the batch, or the last.</summary>
    public QuantileAxis Axis { get; init; }

    /// <summary>Entries before the first level that are none, such as the mean with which TimesFM begins.</summary>
    public int Lead { get; init; }
}
