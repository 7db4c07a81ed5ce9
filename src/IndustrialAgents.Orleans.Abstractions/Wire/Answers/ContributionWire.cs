namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct ContributionWire : IWireForm<Contribution, ContributionWire>
{
    [Id(0)]
    public WireText Expert;

    [Id(1)]
    public int Status;

    [Id(2)]
    public double Weight;

    [Id(3)]
    public TimeSpan Latency;

    [Id(4)]
    public double Cost;

    [Id(5)]
    public WireText ModelHash;

    [Id(6)]
    public ExpertOutput? Output;

    [Id(7)]
    public WireText Error;

    [Id(8)]
    public Sequence<Contribution> Parts;

    public static ContributionWire From(Contribution value) => new()
    {
        Expert = ExpertIdWire.Text(value.Expert),
        Status = (int)value.Status,
        Weight = value.Weight,
        Latency = value.Latency,
        Cost = value.Cost,
        ModelHash = value.ModelHash,
        Output = value.Output,
        Error = value.Error,
        Parts = new(value.Parts),
    };

    public readonly Contribution ToValue() => new()
    {
        Expert = ExpertIdWire.Id(Expert),
        Status = (ContributionStatus)Status,
        Weight = Weight,
        Latency = Latency,
        Cost = Cost,
        ModelHash = ModelHash,
        Output = Output,
        Error = Error,
        Parts = Parts.Items,
    };
}
