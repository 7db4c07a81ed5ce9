namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct ExpertUpdateWire : IWireForm<ExpertUpdate, ExpertUpdateWire>
{
    [Id(0)]
    public WireText Text;

    [Id(1)]
    public ExpertReply? Reply;

    public static ExpertUpdateWire From(ExpertUpdate value) => new() { Text = value.Text, Reply = value.Reply };

    public readonly ExpertUpdate ToValue() => new(Required.Member<ExpertUpdate, string>(Text), Reply);
}
