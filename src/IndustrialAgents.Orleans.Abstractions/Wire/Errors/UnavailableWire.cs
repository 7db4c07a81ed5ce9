namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct UnavailableWire : IWireForm<UnavailableException, UnavailableWire>
{
    [Id(0)]
    public ErrorWire Error;

    public static UnavailableWire From(UnavailableException value) => new() { Error = ErrorWire.From(value) };

    public readonly UnavailableException ToValue() => Error.Thrown(new UnavailableException(Error.Text, Error.InnerException));
}
