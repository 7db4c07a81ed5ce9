namespace IndustrialAgents;

/// <summary>How an expert that was picked for a request fared.</summary>
public enum ContributionStatus
{
    /// <summary>It answered, and the merge used its output.</summary>
    Answered,

    /// <summary>It failed; the others' answer stands.</summary>
    Failed,

    /// <summary>It had not answered when the deadline passed.</summary>
    TimedOut,

    /// <summary>It answered, but its output is of another kind than the one that was merged.</summary>
    Unused,
}
