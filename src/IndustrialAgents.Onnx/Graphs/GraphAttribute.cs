using Google.Protobuf;
using IndustrialAgents.Onnx.Graphs.Protocol;

namespace IndustrialAgents.Onnx.Graphs;

/// <summary>
/// The value of a node's attribute. Converts from the types it can hold: <c>("axis", 1)</c>, <c>("alpha", 0.5f)</c>, <c>("perm", new long[] { 1, 0 })</c>.
/// Immutable as long as nobody writes to an array it was made from.
/// </summary>
public sealed class GraphAttribute
{
    private readonly object? _value;

    private GraphAttribute(GraphAttributeKind kind, object? value)
    {
        Kind = kind;
        _value = value;
    }

    /// <summary>Which of the accessors holds the value.</summary>
    public GraphAttributeKind Kind { get; }

    /// <summary>The integer.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another kind; so for all the accessors.</exception>
    public long Int => As<long>(GraphAttributeKind.Int);

    /// <summary>The number.</summary>
    public float Float => As<float>(GraphAttributeKind.Float);

    /// <summary>The text.</summary>
    public string String => As<string>(GraphAttributeKind.String);

    /// <summary>The tensor.</summary>
    public Tensor Tensor => As<Tensor>(GraphAttributeKind.Tensor);

    /// <summary>The integers.</summary>
    public IReadOnlyList<long> Ints => As<long[]>(GraphAttributeKind.Ints);

    /// <summary>The numbers.</summary>
    public IReadOnlyList<float> Floats => As<float[]>(GraphAttributeKind.Floats);

    /// <summary>The texts.</summary>
    public IReadOnlyList<string> Strings => As<string[]>(GraphAttributeKind.Strings);

    /// <summary>An integer.</summary>
    public static implicit operator GraphAttribute(long value) => new(GraphAttributeKind.Int, value);

    /// <summary>An integer.</summary>
    public static implicit operator GraphAttribute(int value) => new(GraphAttributeKind.Int, (long)value);

    /// <summary>A number.</summary>
    public static implicit operator GraphAttribute(float value) => new(GraphAttributeKind.Float, value);

    /// <summary>A text.</summary>
    public static implicit operator GraphAttribute(string value) => new(GraphAttributeKind.String, value);

    /// <summary>A tensor.</summary>
    public static implicit operator GraphAttribute(Tensor value) => new(GraphAttributeKind.Tensor, value);

    /// <summary>Integers.</summary>
    public static implicit operator GraphAttribute(long[] value) => new(GraphAttributeKind.Ints, value);

    /// <summary>Numbers.</summary>
    public static implicit operator GraphAttribute(float[] value) => new(GraphAttributeKind.Floats, value);

    /// <summary>Texts.</summary>
    public static implicit operator GraphAttribute(string[] value) => new(GraphAttributeKind.Strings, value);

    internal static GraphAttribute From(AttributeProto attribute) => attribute.Type switch
    {
        AttributeProto.Types.AttributeType.Int => attribute.I,
        AttributeProto.Types.AttributeType.Float => attribute.F,
        AttributeProto.Types.AttributeType.String => attribute.S.ToStringUtf8(),
        AttributeProto.Types.AttributeType.Tensor => TensorCodec.Decode(attribute.T ?? new TensorProto(), null),
        AttributeProto.Types.AttributeType.Ints => attribute.Ints.ToArray(),
        AttributeProto.Types.AttributeType.Floats => attribute.Floats.ToArray(),
        AttributeProto.Types.AttributeType.Strings => attribute.Strings.Select(s => s.ToStringUtf8()).ToArray(),
        var other => new GraphAttribute((GraphAttributeKind)other, null),
    };

    internal AttributeProto ToProto(string name)
    {
        var proto = new AttributeProto { Name = name, Type = (AttributeProto.Types.AttributeType)Kind };
        switch (Kind)
        {
            case GraphAttributeKind.Int: proto.I = Int; break;
            case GraphAttributeKind.Float: proto.F = Float; break;
            case GraphAttributeKind.String: proto.S = ByteString.CopyFromUtf8(String); break;
            case GraphAttributeKind.Tensor: proto.T = TensorCodec.Encode(null, Tensor); break;
            case GraphAttributeKind.Ints: proto.Ints.AddRange(Ints); break;
            case GraphAttributeKind.Floats: proto.Floats.AddRange(Floats); break;
            case GraphAttributeKind.Strings: proto.Strings.AddRange(Strings.Select(ByteString.CopyFromUtf8)); break;
            default: throw new InvalidGraphException($"attribute '{name}' of kind {Kind} cannot be written; build it from a number, text, tensor or array");
        }

        return proto;
    }

    private T As<T>(GraphAttributeKind kind) => Kind == kind
        ? (T)_value!
        : throw new InvalidOperationException($"an attribute of kind {Kind} was read as {kind}");
}
