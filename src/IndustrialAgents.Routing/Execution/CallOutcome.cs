namespace IndustrialAgents.Routing;

/// <summary>How the call of one expert ended.</summary>
/// <param name="Index">Which candidate it was.</param>
/// <param name="Status">Answered, failed or timed out.</param>
/// <param name="Latency">Time from the call to its end, or until it was given up.</param>
public readonly record struct CallOutcome(int Index, ContributionStatus Status, TimeSpan Latency)
{
    /// <summary>What it said; null unless it answered.</summary>
    public ExpertReply? Reply { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public Exception? Error { get; init; }
}
