namespace IndustrialAgents;

/// <summary>How unusual each sample of a window is, or each place of a picture.</summary>
/// <param name="Scores">One score a sample or place, rising with how unusual it is, on the expert's own scale.</param>
/// <param name="Threshold">Scores above it raise an alarm.</param>
/// <param name="Probability">Probability, 0 to 1, that the window as a whole is anomalous.</param>
public sealed record AnomalyScores(ReadOnlyMemory<double> Scores, double Threshold, double Probability) : ExpertOutput
{
    /// <summary>Whether the window as a whole is called anomalous.</summary>
    public bool IsAnomalous => Probability >= 0.5;

    /// <summary>
    /// Probability, above 0, that a normal window would be called at least as unusual as this one; null where the expert was not calibrated on normal
    /// operation. An alarm at p-values of at most α is false with a rate of at most α, as long as normal operation stays as it was.
    /// </summary>
    public double? PValue { get; init; }

    /// <summary>Rate, 0 to 1, at which normal windows are above the threshold: as it was set, or at most, as it was measured on normal operation; null where it is unknown.</summary>
    public double? FalseAlarmRate { get; init; }

    /// <summary>Where the scores lie on a picture, which makes them a map of its defects; null where they are those of samples in time.</summary>
    public ScoreGrid? Grid { get; init; }

    /// <summary>Share of each channel in the alarm, most to blame first; the shares sum to 1. Empty where the expert cannot tell.</summary>
    public IReadOnlyList<ChannelShare> Blame { get; init; } = [];
}
