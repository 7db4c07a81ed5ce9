namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct TensorInputWire : IWireForm<TensorInput, TensorInputWire>
{
    [Id(0)]
    public WireText Name;

    [Id(1)]
    public Tensor? Tensor;

    public static TensorInputWire From(TensorInput value) => new() { Name = value.Name, Tensor = value.Tensor };

    public readonly TensorInput ToValue() => new(Required.Member<TensorInput, Tensor>(Tensor)) { Name = Name };
}
