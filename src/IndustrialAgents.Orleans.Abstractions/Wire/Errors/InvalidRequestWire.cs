namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct InvalidRequestWire : IWireForm<InvalidRequestException, InvalidRequestWire>
{
    [Id(0)]
    public ErrorWire Error;

    [Id(1)]
    public WireText Field;

    public static InvalidRequestWire From(InvalidRequestException value) =>
        new() { Error = ErrorWire.From(value, $"{value.Field}: "), Field = value.Field };

    public readonly InvalidRequestException ToValue() => Error.Thrown(new InvalidRequestException(Field.OrEmpty, Error.Text, Error.InnerException));
}
