namespace IndustrialAgents.Onnx;

/// <summary>A map of the ai.onnx.ml domain: two tensors [n], the keys and their values. Immutable.</summary>
public sealed class OnnxMap
{
    /// <summary>Wraps keys and values of the same number.</summary>
    /// <exception cref="ArgumentException">The keys are neither integers nor strings, or there are more or fewer values than keys.</exception>
    public OnnxMap(Tensor keys, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(values);
        if (keys.ElementType is not (ElementType.Int64 or ElementType.String))
        {
            throw new ArgumentException($"the keys of a map are Int64 or String, not {keys.ElementType}", nameof(keys));
        }

        if (keys.Shape.ElementCount != values.Shape.ElementCount)
        {
            throw new ArgumentException($"{keys.Shape.ElementCount} keys and {values.Shape.ElementCount} values", nameof(values));
        }

        Keys = keys;
        Values = values;
    }

    /// <summary>The keys, Int64 or String.</summary>
    public Tensor Keys { get; }

    /// <summary>The values, in the order of the keys.</summary>
    public Tensor Values { get; }

    /// <summary>The map as a dictionary.</summary>
    /// <exception cref="InvalidOperationException">The keys or values are of other types.</exception>
    public Dictionary<TKey, TValue> ToDictionary<TKey, TValue>()
        where TKey : notnull
    {
        var keys = Elements<TKey>(Keys);
        var values = Elements<TValue>(Values);
        var result = new Dictionary<TKey, TValue>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            result[keys[i]] = values[i];
        }

        return result;
    }

    private static T[] Elements<T>(Tensor tensor) => tensor.ElementType switch
    {
        ElementType.String when tensor.Strings.ToArray() is T[] strings => strings,
        ElementType.Int64 when tensor.AsSpan<long>().ToArray() is T[] integers => integers,
        ElementType.Float32 when tensor.AsSpan<float>().ToArray() is T[] singles => singles,
        ElementType.Float64 when tensor.AsSpan<double>().ToArray() is T[] doubles => doubles,
        _ => throw new InvalidOperationException($"a map's {tensor.ElementType} cannot be read as {typeof(T)}"),
    };
}
