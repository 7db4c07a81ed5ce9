namespace IndustrialAgents.Orleans.Wire;

/// <summary>A tensor's elements as the bytes they are; strings one by one.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues]
internal struct TensorWire : IWireForm<Tensor, TensorWire>
{
    [Id(0)]
    public int ElementType;

    [Id(1)]
    public Packed<long> Shape;

    [Id(2)]
    public Packed<byte> Bytes;

    [Id(3)]
    public Sequence<string> Strings;

    public static TensorWire From(Tensor value) => new()
    {
        ElementType = (int)value.ElementType,
        Shape = new(value.Shape.Dimensions.ToArray()),
        Bytes = value.Bytes,
        Strings = Sequence<string>.Of(value.Strings),
    };

    public readonly Tensor ToValue()
    {
        var type = (ElementType)ElementType;
        try
        {
            var shape = new TensorShape(Shape.Memory.Span);
            return type == IndustrialAgents.ElementType.String ? Tensor.Create(Strings.ToArray(), shape) : Tensor.Wrap(type, shape, Checked(type));
        }
        catch (ArgumentException e)
        {
            throw new MalformedMessageException(nameof(Tensor), e.Message);
        }
    }

    // A byte that is neither 0 nor 1 is undefined behaviour in most models' code.
    private readonly ReadOnlyMemory<byte> Checked(ElementType type) =>
        type == IndustrialAgents.ElementType.Bool && Bytes.Memory.Span.ContainsAnyExceptInRange((byte)0, (byte)1)
            ? throw new MalformedMessageException(nameof(Tensor), "a bool is a byte 0 or 1")
            : Bytes.Memory;
}
