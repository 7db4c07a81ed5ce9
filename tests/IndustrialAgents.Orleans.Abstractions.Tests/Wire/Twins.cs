using IndustrialAgents.Orleans.Wire;

namespace IndustrialAgents.Orleans.Abstractions.Tests.Wire;

/// <summary>Feedback as a version before this one might have known it.</summary>
[GenerateSerializer]
internal sealed class OlderFeedback
{
    [Id(0)]
    public WireText DecisionId { get; set; }

    [Id(3)]
    public bool? Correct { get; set; }
}

/// <summary>Feedback as a version after this one may have it.</summary>
[GenerateSerializer]
internal sealed class NewerFeedback
{
    [Id(0)]
    public WireText DecisionId { get; set; }

    [Id(1)]
    public WireText Label { get; set; }

    [Id(2)]
    public Packed<double> Truth { get; set; }

    [Id(3)]
    public bool? Correct { get; set; }

    [Id(4)]
    public WireText Source { get; set; }

    [Id(5)]
    public List<string>? Evidence { get; set; }

    [Id(9)]
    public Series? Window { get; set; }
}

/// <summary>A request with members to come, of every form that a member can have on the wire.</summary>
[GenerateSerializer]
internal sealed class NewerRequest
{
    [Id(0)]
    public int Task { get; set; }

    [Id(1)]
    public Sequence<RequestInput> Inputs { get; set; }

    [Id(8)]
    public Sequence<Contribution> Hints { get; set; }

    [Id(10)]
    public double Urgency { get; set; }

    [Id(11)]
    public float Weight { get; set; }

    [Id(12)]
    public WireText Language { get; set; }

    [Id(13)]
    public object? Anything { get; set; }

    [Id(14)]
    public ExpertOutput? Expected { get; set; }
}

/// <summary>A decision that holds such a request, so that what follows it must still be found.</summary>
[GenerateSerializer]
internal sealed class NewerDecision
{
    [Id(0)]
    public WireText Id { get; set; }

    [Id(1)]
    public DateTimeOffset Time { get; set; }

    [Id(2)]
    public WireText Route { get; set; }

    [Id(3)]
    public NewerRequest? Request { get; set; }

    [Id(4)]
    public Sequence<GateScore> Candidates { get; set; }

    [Id(5)]
    public Answer? Answer { get; set; }

    [Id(6)]
    public Sequence<Feedback> Feedback { get; set; }
}

/// <summary>An answer of a version that knew little.</summary>
[GenerateSerializer]
internal sealed class OlderAnswer
{
    [Id(0)]
    public WireText DecisionId { get; set; }

    [Id(2)]
    public int Task { get; set; }

    [Id(7)]
    public Sequence<Contribution> Contributions { get; set; }
}

/// <summary>An answer with an output of a kind to come.</summary>
[GenerateSerializer]
internal sealed class NewerAnswer
{
    [Id(0)]
    public WireText DecisionId { get; set; }

    [Id(4)]
    public object? Output { get; set; }
}

/// <summary>The output of a kind to come.</summary>
[GenerateSerializer]
internal sealed class NovelOutput
{
    [Id(0)]
    public int Value { get; set; }
}
