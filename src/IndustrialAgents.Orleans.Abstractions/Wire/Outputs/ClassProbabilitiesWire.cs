namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct ClassProbabilitiesWire : IWireForm<ClassProbabilities, ClassProbabilitiesWire>
{
    [Id(0)]
    public double? Confidence;

    [Id(1)]
    public Sequence<string> Labels;

    [Id(2)]
    public Packed<double> Probabilities;

    public static ClassProbabilitiesWire From(ClassProbabilities value) =>
        new() { Confidence = value.Confidence, Labels = new(value.Labels), Probabilities = value.Probabilities };

    public readonly ClassProbabilities ToValue() => new(Labels.Items, Probabilities.Memory) { Confidence = Confidence };
}
