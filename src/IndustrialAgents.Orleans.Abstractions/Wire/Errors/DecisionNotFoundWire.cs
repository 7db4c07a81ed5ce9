namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct DecisionNotFoundWire : IWireForm<DecisionNotFoundException, DecisionNotFoundWire>
{
    [Id(0)]
    public ErrorWire Error;

    [Id(1)]
    public WireText DecisionId;

    public static DecisionNotFoundWire From(DecisionNotFoundException value) =>
        new() { Error = ErrorWire.From(value, ""), DecisionId = value.DecisionId };

    public readonly DecisionNotFoundException ToValue() => Error.Thrown(new DecisionNotFoundException(DecisionId.OrEmpty));
}
