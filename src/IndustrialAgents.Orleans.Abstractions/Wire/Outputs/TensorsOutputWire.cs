namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct TensorsOutputWire : IWireForm<TensorsOutput, TensorsOutputWire>
{
    [Id(0)]
    public double? Confidence;

    [Id(1)]
    public Sequence<NamedTensorWire> Tensors;

    public static TensorsOutputWire From(TensorsOutput value) =>
        new() { Confidence = value.Confidence, Tensors = NamedTensorWire.From(value.Tensors) };

    public readonly TensorsOutput ToValue() => new(NamedTensorWire.ToDictionary(Tensors)) { Confidence = Confidence };
}
