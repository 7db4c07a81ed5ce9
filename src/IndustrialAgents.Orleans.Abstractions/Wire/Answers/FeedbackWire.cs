namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct FeedbackWire : IWireForm<Feedback, FeedbackWire>
{
    [Id(0)]
    public WireText DecisionId;

    [Id(1)]
    public WireText Label;

    [Id(2)]
    public Packed<double> Truth;

    [Id(3)]
    public bool? Correct;

    [Id(4)]
    public WireText Source;

    public static FeedbackWire From(Feedback value) =>
        new() { DecisionId = value.DecisionId, Label = value.Label, Truth = value.Truth, Correct = value.Correct, Source = value.Source };

    public readonly Feedback ToValue() => new()
    {
        DecisionId = Required.Member<Feedback, string>(DecisionId),
        Label = Label,
        Truth = Truth.Memory,
        Correct = Correct,
        Source = Source,
    };
}
