namespace IndustrialAgents;

/// <summary>One expert's part in an answer.</summary>
public sealed record Contribution
{
    /// <summary>The expert.</summary>
    public required ExpertId Expert { get; init; }

    /// <summary>How it fared.</summary>
    public required ContributionStatus Status { get; init; }

    /// <summary>Its share in the merged output, 0 to 1; the weights of an answer sum to 1.</summary>
    public double Weight { get; init; }

    /// <summary>Time from the call to its end, queueing included.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>What the call cost, in the unit of the manifests.</summary>
    public double Cost { get; init; }

    /// <summary>SHA-256 of the model that ran, in lower-case hex; null for an expert that is code only.</summary>
    public string? ModelHash { get; init; }

    /// <summary>What it said; null unless it answered.</summary>
    public ExpertOutput? Output { get; init; }

    /// <summary>Why it did not answer; null where it did.</summary>
    public string? Error { get; init; }

    /// <summary>The contributions it was made from itself, where the expert asked others, such as <c>diagnose</c>.</summary>
    public IReadOnlyList<Contribution> Parts { get; init; } = [];
}
