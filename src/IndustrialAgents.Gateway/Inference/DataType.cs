namespace IndustrialAgents.Gateway.Inference;

/// <summary>Names of tensor element types in the Open Inference Protocol v2 (kserve/open-inference-protocol, inference_rest.md); BF16 as Triton adds it.</summary>
internal static class DataType
{
    private static readonly (ElementType Type, string Name)[] Names =
    [
        (ElementType.Float32, "FP32"),
        (ElementType.Int64, "INT64"),
        (ElementType.UInt8, "UINT8"),
        (ElementType.Int32, "INT32"),
        (ElementType.String, "BYTES"),
        (ElementType.Bool, "BOOL"),
        (ElementType.Float64, "FP64"),
        (ElementType.Float16, "FP16"),
        (ElementType.BFloat16, "BF16"),
        (ElementType.Int8, "INT8"),
        (ElementType.Int16, "INT16"),
        (ElementType.UInt16, "UINT16"),
        (ElementType.UInt32, "UINT32"),
        (ElementType.UInt64, "UINT64"),
    ];

    /// <summary>All names, for messages.</summary>
    public static string All { get; } = string.Join(", ", Names.Select(pair => pair.Name));

    /// <summary>The protocol's name of a type; null for one that the protocol does not have.</summary>
    public static string? NameOf(ElementType type)
    {
        foreach (var (candidate, name) in Names)
        {
            if (candidate == type)
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The type of a name; <see cref="ElementType.Undefined"/> where the protocol has none of that name.</summary>
    public static ElementType Parse(ref System.Text.Json.Utf8JsonReader reader)
    {
        foreach (var (type, name) in Names)
        {
            if (reader.ValueTextEquals(name))
            {
                return type;
            }
        }

        return ElementType.Undefined;
    }
}
