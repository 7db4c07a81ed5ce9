namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct PositionedFeedbackWire : IWireForm<PositionedFeedback, PositionedFeedbackWire>
{
    [Id(0)]
    public long Position;

    [Id(1)]
    public Decision? Decision;

    [Id(2)]
    public Feedback? Feedback;

    public static PositionedFeedbackWire From(PositionedFeedback value) =>
        new() { Position = value.Position, Decision = value.Decision, Feedback = value.Feedback };

    public readonly PositionedFeedback ToValue() =>
        new(Position, Required.Member<PositionedFeedback, Decision>(Decision), Required.Member<PositionedFeedback, Feedback>(Feedback));
}
