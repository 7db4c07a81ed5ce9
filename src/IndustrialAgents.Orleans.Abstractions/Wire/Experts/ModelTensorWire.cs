namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct ModelTensorWire : IWireForm<ModelTensor, ModelTensorWire>
{
    [Id(0)]
    public WireText Name;

    [Id(1)]
    public int ElementType;

    [Id(2)]
    public Packed<long> Dimensions;

    public static ModelTensorWire From(ModelTensor value) => new()
    {
        Name = value.Name,
        ElementType = (int)(value.ElementType ?? IndustrialAgents.ElementType.Undefined),
        Dimensions = Packed<long>.Of(value.Dimensions),
    };

    public readonly ModelTensor ToValue() =>
        new(Required.Member<ModelTensor, string>(Name), ElementType == 0 ? null : (ElementType)ElementType, Dimensions.ToArray());
}
