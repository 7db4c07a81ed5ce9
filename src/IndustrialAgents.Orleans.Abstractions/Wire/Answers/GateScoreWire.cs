namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct GateScoreWire : IWireForm<GateScore, GateScoreWire>
{
    [Id(0)]
    public WireText Expert;

    [Id(1)]
    public double Score;

    [Id(2)]
    public bool Picked;

    public static GateScoreWire From(GateScore value) =>
        new() { Expert = ExpertIdWire.Text(value.Expert), Score = value.Score, Picked = value.Picked };

    public readonly GateScore ToValue() => new(ExpertIdWire.Id(Expert), Score, Picked);
}
