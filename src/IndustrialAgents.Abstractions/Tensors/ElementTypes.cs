namespace IndustrialAgents;

/// <summary>Sizes and CLR types of <see cref="ElementType"/>. All members are thread-safe.</summary>
public static class ElementTypes
{
    /// <summary>Bytes of one element, 0 for <see cref="ElementType.String"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type is undefined.</exception>
    public static int SizeInBytes(this ElementType type) => type switch
    {
        ElementType.UInt8 or ElementType.Int8 or ElementType.Bool => 1,
        ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16 => 2,
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 => 8,
        ElementType.String => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not the element type of a tensor"),
    };

    /// <summary>The element type that stores <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">No tensor stores <typeparamref name="T"/>.</exception>
    public static ElementType Of<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Single => ElementType.Float32,
        TypeCode.Double => ElementType.Float64,
        TypeCode.Byte => ElementType.UInt8,
        TypeCode.SByte => ElementType.Int8,
        TypeCode.UInt16 => ElementType.UInt16,
        TypeCode.Int16 => ElementType.Int16,
        TypeCode.UInt32 => ElementType.UInt32,
        TypeCode.Int32 => ElementType.Int32,
        TypeCode.UInt64 => ElementType.UInt64,
        TypeCode.Int64 => ElementType.Int64,
        TypeCode.Boolean => ElementType.Bool,
        TypeCode.String => ElementType.String,
        _ when typeof(T) == typeof(Half) => ElementType.Float16,
        _ => throw new NotSupportedException($"no tensor stores elements of {typeof(T)}"),
    };
}
