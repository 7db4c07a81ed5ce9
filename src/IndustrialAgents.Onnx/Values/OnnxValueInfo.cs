namespace IndustrialAgents.Onnx;

/// <summary>What a model declares about one of its inputs or outputs. Immutable.</summary>
public sealed record OnnxValueInfo
{
    /// <summary>The name; empty for the parts of a sequence, map or optional.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of value.</summary>
    public required OnnxValueKind Kind { get; init; }

    /// <summary>Type of a tensor's elements; undefined for other kinds and for types that <see cref="Tensor"/> does not store, such as float8.</summary>
    public ElementType ElementType { get; init; }

    /// <summary>A tensor's dimensions; null where the model does not even say how many, and for other kinds.</summary>
    public IReadOnlyList<OnnxDimension>? Dimensions { get; init; }

    /// <summary>Type of a map's keys.</summary>
    public ElementType KeyType { get; init; }

    /// <summary>A sequence's elements, a map's values, or an optional's content.</summary>
    public OnnxValueInfo? Element { get; init; }

    /// <summary>Whether a tensor of this shape fits what is declared.</summary>
    public bool Accepts(TensorShape shape)
    {
        if (Dimensions is null)
        {
            return true;
        }

        if (Dimensions.Count != shape.Rank)
        {
            return false;
        }

        for (var i = 0; i < shape.Rank; i++)
        {
            if (Dimensions[i].Length is { } length && length != shape[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The type as text, such as <c>Float32 [batch_size, 3, 224, 224]</c> or <c>sequence of map of Int64 to Float32 []</c>.</summary>
    public string Describe() => Kind switch
    {
        OnnxValueKind.Tensor => $"{ElementType} {(Dimensions is null ? "of any shape" : $"[{string.Join(", ", Dimensions)}]")}",
        OnnxValueKind.Sequence => $"sequence of {Element?.Describe()}",
        OnnxValueKind.Map => $"map of {KeyType} to {Element?.Describe()}",
        OnnxValueKind.Optional => $"optional {Element?.Describe()}",
        _ => Kind.ToString(),
    };
}
