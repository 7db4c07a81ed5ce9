namespace IndustrialAgents.Experts;

/// <summary>How the step <c>score</c> makes one probability of many scores.</summary>
internal enum ScoreAggregate
{
    /// <summary>The most anomalous row decides.</summary>
    Worst,

    /// <summary>The mean score decides.</summary>
    Mean,

    /// <summary>The last row decides: the newest sample of a window.</summary>
    Last,
}
