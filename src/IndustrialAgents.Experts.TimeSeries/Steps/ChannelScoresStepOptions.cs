namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Options of the output step <c>channelScores</c>: those of the rule by which a window is judged at its end, and what the model calls its outputs.</summary>
internal sealed record ChannelScoresStepOptions : AlarmRule
{
    /// <summary>The model's output with scores <c>[1, sample]</c> as multiples of the limit.</summary>
    public string Score { get; init; } = "score";

    /// <summary>The model's output <c>[1, sample, channel]</c> with what each channel adds to a score; null where there is none.</summary>
    public string? Contributions { get; init; } = "contributions";
}
