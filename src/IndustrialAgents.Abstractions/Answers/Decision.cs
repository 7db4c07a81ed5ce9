namespace IndustrialAgents;

/// <summary>The stored record of an answer: what was asked, how the experts were picked, what came out. Enough to replay it.</summary>
public sealed record Decision
{
    /// <summary>Id of the decision: a UUID of version 7, so ids sort by time.</summary>
    public required string Id { get; init; }

    /// <summary>When the request arrived.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Name of the route that was taken.</summary>
    public required string Route { get; init; }

    /// <summary>The request as it came.</summary>
    public required Request Request { get; init; }

    /// <summary>Every candidate with its score at the gate, highest first.</summary>
    public required IReadOnlyList<GateScore> Candidates { get; init; }

    /// <summary>The answer as it went out.</summary>
    public required Answer Answer { get; init; }

    /// <summary>Feedback given so far, oldest first.</summary>
    public IReadOnlyList<Feedback> Feedback { get; init; } = [];
}
