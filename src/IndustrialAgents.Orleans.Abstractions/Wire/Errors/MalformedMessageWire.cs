namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct MalformedMessageWire : IWireForm<MalformedMessageException, MalformedMessageWire>
{
    [Id(0)]
    public ErrorWire Error;

    [Id(1)]
    public WireText Type;

    [Id(2)]
    public WireText Reason;

    public static MalformedMessageWire From(MalformedMessageException value) =>
        new() { Error = ErrorWire.From(value, ""), Type = value.Type, Reason = value.Reason };

    public readonly MalformedMessageException ToValue() => Error.Thrown(new MalformedMessageException(Type.OrEmpty, Reason.OrEmpty, Error.InnerException));
}
