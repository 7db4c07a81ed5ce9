namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct ExpertNotFoundWire : IWireForm<ExpertNotFoundException, ExpertNotFoundWire>
{
    [Id(0)]
    public ErrorWire Error;

    [Id(1)]
    public WireText Expert;

    public static ExpertNotFoundWire From(ExpertNotFoundException value) => new() { Error = ErrorWire.From(value, ""), Expert = value.Expert };

    public readonly ExpertNotFoundException ToValue() => Error.Thrown(new ExpertNotFoundException(Expert.OrEmpty));
}
