namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct AnomalyScoresWire : IWireForm<AnomalyScores, AnomalyScoresWire>
{
    [Id(0)]
    public double? Confidence;

    [Id(1)]
    public Packed<double> Scores;

    [Id(2)]
    public double Threshold;

    [Id(3)]
    public double Probability;

    [Id(4)]
    public Sequence<ChannelShare> Blame;

    [Id(5)]
    public double? PValue;

    [Id(6)]
    public double? FalseAlarmRate;

    [Id(7)]
    public ScoreGrid? Grid;

    public static AnomalyScoresWire From(AnomalyScores value) => new()
    {
        Confidence = value.Confidence,
        Scores = value.Scores,
        Threshold = value.Threshold,
        Probability = value.Probability,
        Blame = new(value.Blame),
        PValue = value.PValue,
        FalseAlarmRate = value.FalseAlarmRate,
        Grid = value.Grid,
    };

    public readonly AnomalyScores ToValue() => new(Scores.Memory, Threshold, Probability)
    {
        Confidence = Confidence,
        Blame = Blame.Items,
        PValue = PValue,
        FalseAlarmRate = FalseAlarmRate,
        Grid = Grid,
    };
}
