namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>How a <see cref="CusumDetector"/> follows its channels; see <see cref="ChangePointDetector"/>.</summary>
public sealed record CusumOptions
{
    /// <summary>Rows from which mean and deviation are learned, at the start and after a change, at least 2.</summary>
    public int Learn { get; init; } = 100;

    /// <summary>Deviations from the mean that are no change.</summary>
    public double Slack { get; init; } = 0.5;

    /// <summary>Sum of deviations beyond the slack at which a change is told.</summary>
    public double Limit { get; init; } = 8;

    /// <summary>Rows for which a change is told, at least 1.</summary>
    public int Hold { get; init; } = 50;
}
