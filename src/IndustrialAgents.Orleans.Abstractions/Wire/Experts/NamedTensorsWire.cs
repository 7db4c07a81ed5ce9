namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable]
internal struct NamedTensorsWire : IWireForm<NamedTensors, NamedTensorsWire>
{
    [Id(0)]
    public Sequence<NamedTensorWire> Tensors;

    public static NamedTensorsWire From(NamedTensors value) => new() { Tensors = NamedTensorWire.From(value.Tensors) };

    public readonly NamedTensors ToValue() => new(NamedTensorWire.ToDictionary(Tensors));
}
