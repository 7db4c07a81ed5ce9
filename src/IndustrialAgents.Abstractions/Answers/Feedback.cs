namespace IndustrialAgents;

/// <summary>What turned out to be true of a decision. Give one of <see cref="Label"/>, <see cref="Truth"/> and <see cref="Correct"/>.</summary>
public sealed record Feedback
{
    /// <summary>The decision it is about.</summary>
    public required string DecisionId { get; init; }

    /// <summary>The true class, for classify and diagnose; <c>normal</c> or <c>anomaly</c> for detect on a series.</summary>
    public string? Label { get; init; }

    /// <summary>The true values, for forecast <c>[step, channel]</c> and regress <c>[row, quantity]</c>; empty where not given.</summary>
    public ReadOnlyMemory<double> Truth { get; init; }

    /// <summary>Whether the answer as a whole was right, where a person says no more than that.</summary>
    public bool? Correct { get; init; }

    /// <summary>Who or what says so, such as a person's initials or <c>sensor</c>.</summary>
    public string? Source { get; init; }
}
