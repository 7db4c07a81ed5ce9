namespace IndustrialAgents;

/// <summary>Limits a caller puts on how its request is answered. All are optional.</summary>
public sealed record RequestConstraints
{
    /// <summary>No limits but the route's.</summary>
    public static RequestConstraints None { get; } = new();

    /// <summary>When the answer is no longer wanted. Experts that have not answered by then are cancelled.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The most that all experts together may cost, in the unit of the manifests.</summary>
    public double? MaxCost { get; init; }

    /// <summary>Where experts may run; empty allows all tiers.</summary>
    public IReadOnlyList<Tier> Tiers { get; init; } = [];

    /// <summary>The most experts to run; null leaves it to the route.</summary>
    public int? MaxExperts { get; init; }

    /// <summary>Experts that may run, by name or <c>name@version</c>; empty allows all.</summary>
    public IReadOnlyList<string> Experts { get; init; } = [];

    /// <summary>Confidence, 0 to 1, below which the answer abstains; null leaves it to the route.</summary>
    public double? AbstainBelow { get; init; }
}
