namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct AnswerWire : IWireForm<Answer, AnswerWire>
{
    [Id(0)]
    public WireText DecisionId;

    [Id(1)]
    public WireText RequestId;

    [Id(2)]
    public int Task;

    [Id(3)]
    public WireText Asset;

    [Id(4)]
    public ExpertOutput? Output;

    [Id(5)]
    public double Confidence;

    [Id(6)]
    public WireText Abstention;

    [Id(7)]
    public Sequence<Contribution> Contributions;

    [Id(8)]
    public TimeSpan Elapsed;

    [Id(9)]
    public double Cost;

    [Id(10)]
    public Sequence<string> Warnings;

    public static AnswerWire From(Answer value) => new()
    {
        DecisionId = value.DecisionId,
        RequestId = value.RequestId,
        Task = (int)value.Task,
        Asset = AssetPathWire.Text(value.Asset),
        Output = value.Output,
        Confidence = value.Confidence,
        Abstention = value.Abstention,
        Contributions = new(value.Contributions),
        Elapsed = value.Elapsed,
        Cost = value.Cost,
        Warnings = new(value.Warnings),
    };

    public readonly Answer ToValue() => new()
    {
        DecisionId = Required.Member<Answer, string>(DecisionId),
        RequestId = RequestId,
        Task = (ExpertTask)Task,
        Asset = AssetPathWire.Path(Asset),
        Output = Output,
        Confidence = Confidence,
        Abstention = Abstention,
        Contributions = Contributions.Items,
        Elapsed = Elapsed,
        Cost = Cost,
        Warnings = Warnings.Items,
    };
}
