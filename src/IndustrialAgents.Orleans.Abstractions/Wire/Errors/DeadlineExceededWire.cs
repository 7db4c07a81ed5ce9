namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct DeadlineExceededWire : IWireForm<DeadlineExceededException, DeadlineExceededWire>
{
    [Id(0)]
    public ErrorWire Error;

    public static DeadlineExceededWire From(DeadlineExceededException value) => new() { Error = ErrorWire.From(value, "") };

    public readonly DeadlineExceededException ToValue() => Error.Thrown(new DeadlineExceededException(Error.Text));
}
