namespace IndustrialAgents.Onnx;

/// <summary>A value that goes into or came out of a model: a tensor, a sequence of values, or a map. Immutable.</summary>
public sealed class OnnxValue
{
    private readonly object _content;

    private OnnxValue(OnnxValueKind kind, object content)
    {
        Kind = kind;
        _content = content;
    }

    /// <summary>Tensor, sequence or map.</summary>
    public OnnxValueKind Kind { get; }

    /// <summary>A tensor as a value.</summary>
    public static OnnxValue FromTensor(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new OnnxValue(OnnxValueKind.Tensor, tensor);
    }

    /// <summary>Values of one type as a sequence. ONNX Runtime takes sequences of tensors and of maps, with at least one element.</summary>
    public static OnnxValue FromSequence(IReadOnlyList<OnnxValue> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new OnnxValue(OnnxValueKind.Sequence, elements);
    }

    /// <summary>A map as a value.</summary>
    public static OnnxValue FromMap(OnnxMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new OnnxValue(OnnxValueKind.Map, map);
    }

    /// <summary>A tensor as a value.</summary>
    public static implicit operator OnnxValue(Tensor tensor) => FromTensor(tensor);

    /// <summary>The tensor.</summary>
    /// <exception cref="InvalidOperationException">The value is not a tensor.</exception>
    public Tensor AsTensor() => As<Tensor>(OnnxValueKind.Tensor);

    /// <summary>The sequence's elements.</summary>
    /// <exception cref="InvalidOperationException">The value is not a sequence.</exception>
    public IReadOnlyList<OnnxValue> AsSequence() => As<IReadOnlyList<OnnxValue>>(OnnxValueKind.Sequence);

    /// <summary>The map.</summary>
    /// <exception cref="InvalidOperationException">The value is not a map.</exception>
    public OnnxMap AsMap() => As<OnnxMap>(OnnxValueKind.Map);

    /// <summary>The type as text, such as <c>Float32 [1, 10]</c> or <c>sequence of 3</c>.</summary>
    public override string ToString() => _content switch
    {
        Tensor tensor => tensor.ToString(),
        OnnxMap map => $"map of {map.Keys.ElementType} to {map.Values.ElementType}",
        _ => $"sequence of {AsSequence().Count}",
    };

    private T As<T>(OnnxValueKind kind) =>
        _content is T content && Kind == kind ? content : throw new InvalidOperationException($"the value is a {this}, not a {kind}");
}
