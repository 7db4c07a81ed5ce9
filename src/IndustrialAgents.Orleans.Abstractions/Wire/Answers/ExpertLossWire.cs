namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct ExpertLossWire : IWireForm<ExpertLoss, ExpertLossWire>
{
    [Id(0)]
    public WireText Expert;

    [Id(1)]
    public double Loss;

    [Id(2)]
    public double ScoreBefore;

    [Id(3)]
    public double ScoreAfter;

    public static ExpertLossWire From(ExpertLoss value) => new()
    {
        Expert = ExpertIdWire.Text(value.Expert),
        Loss = value.Loss,
        ScoreBefore = value.ScoreBefore,
        ScoreAfter = value.ScoreAfter,
    };

    public readonly ExpertLoss ToValue() => new(ExpertIdWire.Id(Expert), Loss, ScoreBefore, ScoreAfter);
}
