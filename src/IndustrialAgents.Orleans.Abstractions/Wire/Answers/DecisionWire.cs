namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct DecisionWire : IWireForm<Decision, DecisionWire>
{
    [Id(0)]
    public WireText Id;

    [Id(1)]
    public DateTimeOffset Time;

    [Id(2)]
    public WireText Route;

    [Id(3)]
    public Request? Request;

    [Id(4)]
    public Sequence<GateScore> Candidates;

    [Id(5)]
    public Answer? Answer;

    [Id(6)]
    public Sequence<Feedback> Feedback;

    public static DecisionWire From(Decision value) => new()
    {
        Id = value.Id,
        Time = value.Time,
        Route = value.Route,
        Request = value.Request,
        Candidates = new(value.Candidates),
        Answer = value.Answer,
        Feedback = new(value.Feedback),
    };

    public readonly Decision ToValue() => new()
    {
        Id = Required.Member<Decision, string>(Id),
        Time = Time,
        Route = Required.Member<Decision, string>(Route),
        Request = Required.Member<Decision, Request>(Request),
        Candidates = Candidates.Items,
        Answer = Required.Member<Decision, Answer>(Answer),
        Feedback = Feedback.Items,
    };
}
