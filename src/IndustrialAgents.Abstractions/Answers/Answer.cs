namespace IndustrialAgents;

/// <summary>What a client gets: one merged output, or an abstention, with everything it was made from.</summary>
public sealed record Answer
{
    /// <summary>Id under which the decision is stored and feedback is given.</summary>
    public required string DecisionId { get; init; }

    /// <summary>The caller's own id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The task that was asked.</summary>
    public required ExpertTask Task { get; init; }

    /// <summary>The asset that was asked about.</summary>
    public AssetPath? Asset { get; init; }

    /// <summary>The merged output; null where nothing answered.</summary>
    public ExpertOutput? Output { get; init; }

    /// <summary>Confidence of the merged output, 0 to 1; 0 where nothing answered.</summary>
    public double Confidence { get; init; }

    /// <summary>Why the answer should not be acted on; null where it may be.</summary>
    public string? Abstention { get; init; }

    /// <summary>Whether the answer abstains.</summary>
    public bool Abstained => Abstention is not null;

    /// <summary>Every expert that was picked, largest weight first.</summary>
    public required IReadOnlyList<Contribution> Contributions { get; init; }

    /// <summary>Time from the request's arrival to the answer.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What all contributions cost together, in the unit of the manifests.</summary>
    public double Cost { get; init; }

    /// <summary>What went wrong beside the answer, such as a record that could not be stored.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
