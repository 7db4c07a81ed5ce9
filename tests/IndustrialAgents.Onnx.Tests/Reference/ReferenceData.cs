using System.Text.Json;

namespace IndustrialAgents.Onnx.Tests;

/// <summary>Models and the outputs that the official runtime gave for them. A test without them skips itself.</summary>
internal sealed class ReferenceData
{
    private ReferenceData(string model, string folder, JsonElement root)
    {
        Model = model;
        Folder = folder;
        Root = root;
    }

    /// <summary>The content of reference.json.</summary>
    public JsonElement Root { get; }

    /// <summary>Folder of the model.</summary>
    public string Model { get; }

    /// <summary>Folder of the reference.</summary>
    public string Folder { get; }

    /// <summary>Opens a model's reference, or skips the test.</summary>
    public static ReferenceData Open(string model)
    {
        var data = Environment.GetEnvironmentVariable("IA_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(data), "IA_DATA is not set: it names the folder of test data");
        var folder = Path.Combine(data!, "..", "reference", model);
        Assert.SkipWhen(!Directory.Exists(folder), $"there is no {folder}");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "reference.json")));
        return new ReferenceData(Path.Combine(data!, "models", model), folder, document.RootElement.Clone());
    }

    /// <summary>Loads the model with one thread, as the reference was made.</summary>
    public OnnxSession Load(string? file = null) =>
        OnnxSession.Load(Path.Combine(Model, file ?? Root.GetProperty("file").GetString()!), new OnnxSessionOptions { IntraOpThreads = 1 });

    /// <summary>The numbers of a JSON array, flattened.</summary>
    public static float[] Floats(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray().SelectMany(Floats)] : [array.GetSingle()];

    /// <summary>The whole numbers of a JSON array, flattened.</summary>
    public static long[] Integers(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray().SelectMany(Integers)] : [array.GetInt64()];

    /// <summary>Holds every output that the reference states against a run's.</summary>
    public static void Equal(JsonElement expected, IReadOnlyDictionary<string, Tensor> outputs, double tolerance = 1e-4)
    {
        foreach (var property in expected.EnumerateObject())
        {
            Equal(property.Value, outputs[property.Name], tolerance, property.Name);
        }
    }

    /// <summary>Holds a tensor against type, shape, first values and summary.</summary>
    public static void Equal(JsonElement expected, Tensor actual, double tolerance = 1e-4, string name = "output")
    {
        Assert.Equal(expected.GetProperty("type").GetString(), actual.ElementType.ToString().ToLowerInvariant());
        Assert.Equal(Integers(expected.GetProperty("shape")), actual.Shape.Dimensions.ToArray());
        var values = actual.ElementType == ElementType.Int64
            ? Array.ConvertAll(actual.AsSpan<long>().ToArray(), value => (double)value)
            : Array.ConvertAll(actual.AsSpan<float>().ToArray(), value => (double)value);
        var l2 = expected.GetProperty("l2").GetDouble();

        // Relative to each value, but not finer than to the tensor's root mean square: sums round in their largest terms.
        var floor = l2 / Math.Sqrt(Math.Max(values.Length, 1));
        var first = expected.GetProperty("first16").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        for (var i = 0; i < first.Length; i++)
        {
            Near(first[i], values[i], floor, $"{name}[{i}]");
        }

        Near(expected.GetProperty("min").GetDouble(), values.Min(), floor, $"min of {name}");
        Near(expected.GetProperty("max").GetDouble(), values.Max(), floor, $"max of {name}");
        Near(expected.GetProperty("mean").GetDouble(), values.Average(), floor, $"mean of {name}");
        Near(l2, Math.Sqrt(values.Sum(value => value * value)), floor, $"l2 of {name}");

        void Near(double want, double got, double scale, string what) =>
            Assert.True(Math.Abs(want - got) <= tolerance * Math.Max(Math.Abs(want), scale), $"{what}: {got}, the reference has {want}");
    }

    /// <summary>Index of the largest value, the first of equals.</summary>
    public static int ArgMax(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
