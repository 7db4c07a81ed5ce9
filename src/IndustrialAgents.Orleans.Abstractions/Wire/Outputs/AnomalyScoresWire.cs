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

    public static AnomalyScoresWire From(AnomalyScores value) => new()
    {
        Confidence = value.Confidence,
        Scores = value.Scores,
        Threshold = value.Threshold,
        Probability = value.Probability,
        Blame = new(value.Blame),
    };

    public readonly AnomalyScores ToValue() => new(Scores.Memory, Threshold, Probability) { Confidence = Confidence, Blame = Blame.Items };
}
