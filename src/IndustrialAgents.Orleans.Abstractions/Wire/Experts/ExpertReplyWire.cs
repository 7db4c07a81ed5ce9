namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct ExpertReplyWire : IWireForm<ExpertReply, ExpertReplyWire>
{
    [Id(0)]
    public ExpertOutput? Output;

    [Id(1)]
    public double Cost;

    [Id(2)]
    public WireText ModelHash;

    [Id(3)]
    public Sequence<Contribution> Parts;

    public static ExpertReplyWire From(ExpertReply value) =>
        new() { Output = value.Output, Cost = value.Cost, ModelHash = value.ModelHash, Parts = new(value.Parts) };

    public readonly ExpertReply ToValue() =>
        new(Required.Member<ExpertReply, ExpertOutput>(Output)) { Cost = Cost, ModelHash = ModelHash, Parts = Parts.Items };
}
