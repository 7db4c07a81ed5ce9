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

    /// <summary>Number, from 1, of the contribution whose output the answer's is, which is then not sent twice; 0 where it is none's.</summary>
    [Id(11)]
    public int OutputOf;

    public static AnswerWire From(Answer value)
    {
        var outputOf = ContributionWithOutput(value);
        return new()
        {
            DecisionId = value.DecisionId,
            RequestId = value.RequestId,
            Task = (int)value.Task,
            Asset = AssetPathWire.Text(value.Asset),
            Output = outputOf == 0 ? value.Output : null,
            Confidence = value.Confidence,
            Abstention = value.Abstention,
            Contributions = new(value.Contributions),
            Elapsed = value.Elapsed,
            Cost = value.Cost,
            Warnings = new(value.Warnings),
            OutputOf = outputOf,
        };
    }

    public readonly Answer ToValue() => new()
    {
        DecisionId = Required.Member<Answer, string>(DecisionId),
        RequestId = RequestId,
        Task = (ExpertTask)Task,
        Asset = AssetPathWire.Path(Asset),
        Output = OutputOf == 0 ? Output : OutputOfContribution(),
        Confidence = Confidence,
        Abstention = Abstention,
        Contributions = Contributions.Items,
        Elapsed = Elapsed,
        Cost = Cost,
        Warnings = Warnings.Items,
    };

    // Of one expert the answer passes on what it said.
    private static int ContributionWithOutput(Answer value)
    {
        for (var i = 0; i < value.Contributions.Count && value.Output is not null; i++)
        {
            if (ReferenceEquals(value.Contributions[i].Output, value.Output))
            {
                return i + 1;
            }
        }

        return 0;
    }

    private readonly ExpertOutput? OutputOfContribution() =>
        OutputOf > 0 && OutputOf <= Contributions.Items.Count
            ? Contributions.Items[OutputOf - 1].Output
            : throw new MalformedMessageException(nameof(Answer), $"its output is that of contribution {OutputOf}, which is not there");
}
