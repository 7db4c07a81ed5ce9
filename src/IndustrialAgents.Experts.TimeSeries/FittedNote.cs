using System.Text.Json;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Reads back what a fitted model keeps: a note among its metadata, and initializers of single precision.</summary>
internal static class FittedNote
{
    /// <summary>The note under a key.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="key">The key.</param>
    /// <param name="what">What is made from it, for the message, such as <c>a series classifier</c>.</param>
    /// <exception cref="CorruptGraphException">It is missing or cannot be read.</exception>
    public static T Read<T>(OnnxGraph graph, string key, string what)
        where T : class
    {
        try
        {
            return graph.Metadata.TryGetValue(key, out var json) && JsonSerializer.Deserialize<T>(json, Json.ContractJson.Options) is { } note
                ? note
                : throw new CorruptGraphException($"the model has no entry '{key}'; it is not {what} that was fitted here");
        }
        catch (JsonException e)
        {
            throw new CorruptGraphException($"the model's entry '{key}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A float32 initializer of so many finite elements.</summary>
    /// <exception cref="CorruptGraphException">It is missing, has another type or size, or an element is not finite.</exception>
    public static float[] Floats(OnnxGraph graph, string name, long length)
    {
        if (graph.Initializers.All(initializer => initializer.Name != name))
        {
            throw new CorruptGraphException($"the model has no '{name}'");
        }

        var tensor = graph.ReadInitializer(name);
        return tensor.ElementType == ElementType.Float32 && tensor.Shape.ElementCount == length && tensor.AsSpan<float>().ToArray() is var values && Array.TrueForAll(values, float.IsFinite)
            ? values
            : throw new CorruptGraphException($"'{name}' is {tensor}; {length} finite float32 are expected");
    }
}
