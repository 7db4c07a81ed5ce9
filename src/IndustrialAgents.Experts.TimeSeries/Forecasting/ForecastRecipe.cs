namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// What a <see cref="ForecastLearner"/> decided once, from its first data: everything but the sums. Learners with the same recipe merge, since
/// the same sums then give the same weights.
/// </summary>
internal sealed record ForecastRecipe
{
    /// <summary>The channels.</summary>
    public required IReadOnlyList<SeriesChannel> Channels { get; init; }

    /// <summary>Time between samples.</summary>
    public required TimeSpan SamplePeriod { get; init; }

    /// <summary>Steps that are forecast.</summary>
    public required int Horizon { get; init; }

    /// <summary>Levels of the quantiles.</summary>
    public required IReadOnlyList<double> Levels { get; init; }

    /// <summary>The forecasters that are averaged.</summary>
    public required IReadOnlyList<ForecastMemberRecipe> Members { get; init; }

    /// <summary>Cycles of the calendar features in seconds, the same for all members.</summary>
    public required IReadOnlyList<double> Calendar { get; init; }

    /// <summary>What was taken off each channel.</summary>
    public required IReadOnlyList<double> Means { get; init; }

    /// <summary>What the rest was divided by.</summary>
    public required IReadOnlyList<double> Deviations { get; init; }

    /// <summary>Channels whose windows fit the weights that all channels share.</summary>
    public required IReadOnlyList<int> Fitted { get; init; }

    /// <summary>Offset of each quantile <c>[level, step, channel]</c> as a multiple of the root mean square of the error in fitting.</summary>
    public required IReadOnlyList<double> Spread { get; init; }

    /// <summary>Name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>Mean squared error on the samples once held out, in squared deviations.</summary>
    public required double HeldOutLoss { get; init; }

    /// <summary>The longest look-back.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int LookBack => Members.Max(member => member.LookBack);

    /// <summary>What is wrong with it; null where nothing is.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Fault
    {
        get
        {
            var width = Channels?.Count ?? 0;
            return width == 0 || Levels is not { Count: > 0 } || Members is not { Count: > 0 } || Calendar is null || Fitted is not { Count: > 0 } || Method is null
                ? "is incomplete"
                : Horizon is < 1 or > Learning.RidgeStatistics.MaxWidth || SamplePeriod <= TimeSpan.Zero ? $"has a horizon of {Horizon} steps of {SamplePeriod}"
                : Members.Any(member => member.LookBack is < 2 or > Learning.RidgeStatistics.MaxWidth) ? "has a look-back out of range"
                : Members.Any(member => !Enum.IsDefined(member.Normalization) || member.StrengthsPerWindow?.Count != (member.PerChannel ? width : 1)
                    || member.StrengthsPerWindow.Any(strength => !(strength > 0) || !double.IsFinite(strength))) ? "has a member without strengths"
                : Means?.Count != width || Deviations?.Count != width || !Means.All(double.IsFinite) || !Deviations.All(value => value > 0 && double.IsFinite(value)) ? "has no scale of each channel"
                : Fitted.Any(channel => channel < 0 || channel >= width) ? "fits a channel that it has not"
                : Calendar.Any(cycle => cycle is not (>= 1e-3 and <= 1e9)) ? "has a cycle out of range"
                : Spread?.Count != Levels.Count * Horizon * width || !Spread.All(double.IsFinite) ? "has no spread of each quantile"
                : null;
        }
    }
}
