namespace IndustrialAgents.Orleans.Wire;

[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct ImageInputWire : IWireForm<ImageInput, ImageInputWire>
{
    [Id(0)]
    public WireText Name;

    [Id(1)]
    public Packed<byte> Data;

    public static ImageInputWire From(ImageInput value) => new() { Name = value.Name, Data = value.Data };

    public readonly ImageInput ToValue() => new(Data.Memory) { Name = Name };
}
