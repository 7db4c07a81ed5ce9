namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct OverloadedWire : IWireForm<OverloadedException, OverloadedWire>
{
    [Id(0)]
    public ErrorWire Error;

    [Id(1)]
    public WireText Queue;

    [Id(2)]
    public int Limit;

    public static OverloadedWire From(OverloadedException value) =>
        new() { Error = ErrorWire.From(value, ""), Queue = value.Queue, Limit = value.Limit };

    public readonly OverloadedException ToValue() => Error.Thrown(new OverloadedException(Queue.OrEmpty, Limit));
}
