namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct ExpertFailedWire : IWireForm<ExpertFailedException, ExpertFailedWire>
{
    [Id(0)]
    public ErrorWire Error;

    [Id(1)]
    public WireText Expert;

    public static ExpertFailedWire From(ExpertFailedException value) =>
        new() { Error = ErrorWire.From(value, $"{value.Expert}: "), Expert = ExpertIdWire.Text(value.Expert) };

    public readonly ExpertFailedException ToValue() => Error.Thrown(new ExpertFailedException(ExpertIdWire.Id(Expert), Error.Text, Error.InnerException));
}
