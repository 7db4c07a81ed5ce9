namespace IndustrialAgents;

/// <summary>One expert's reply to one request.</summary>
/// <param name="Output">What it says.</param>
public sealed record ExpertReply(ExpertOutput Output)
{
    /// <summary>What the call cost, in the unit of the manifests.</summary>
    public double Cost { get; init; }

    /// <summary>SHA-256 of the model that ran, in lower-case hex; null for an expert that is code only.</summary>
    public string? ModelHash { get; init; }

    /// <summary>The experts it asked itself, each with its weight.</summary>
    public IReadOnlyList<Contribution> Parts { get; init; } = [];
}
