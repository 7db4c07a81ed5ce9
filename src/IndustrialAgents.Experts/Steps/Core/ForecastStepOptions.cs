namespace IndustrialAgents.Experts;

/// <summary>Options of the output step <c>forecast</c>.</summary>
internal sealed record ForecastStepOptions
{
    /// <summary>The model's output with the central forecast; null for its first, or where <see cref="Quantiles"/> has the level 0.5 in the same output.</summary>
    public string? Output { get; init; }

    /// <summary>How the forecast lies in the output: <c>timeChannel</c>, <c>channelTime</c>, or <c>channelRows</c>: a row a channel.</summary>
    public WindowLayout Layout { get; init; }

    /// <summary>The channels that are forecast; empty for those of the window.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Whether the window's scale is undone.</summary>
    public bool Unscale { get; init; } = true;

    /// <summary>Where the model gives quantiles; null where it does not.</summary>
    public QuantileOptions? Quantiles { get; init; }

    /// <summary>
    /// Whether the output has a forecast after each patch of the window, <c>[batch, patch, step, ...]</c>, as the core of TimesFM's decoder gives;
    /// the last one is taken.
    /// </summary>
    public bool PerPatch { get; init; }

    /// <summary>How a horizon beyond the model's is reached; null refuses it.</summary>
    public RolloutOptions? Rollout { get; init; }
}
