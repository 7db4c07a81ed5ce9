using System.Text.Json;
using IndustrialAgents.Learning;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Reads back what <see cref="Forecaster.ToGraph"/> wrote.</summary>
internal sealed class ForecasterReader
{
    private readonly OnnxGraph _graph;

    /// <exception cref="CorruptGraphException">The model is no forecaster that was fitted here.</exception>
    public ForecasterReader(OnnxGraph graph)
    {
        _graph = graph;
        Note = ReadNote();
        var (width, phases) = (Note.Channels.Count, 2 * Note.Calendar.Count);
        var weights = Read("weights");
        var shape = weights.Shape.Dimensions;
        Require(shape.Length is 2 or 3 && shape[^1] > 0 && shape[^2] > 0 && (shape.Length == 2 || shape[0] == width), "weights have no form that is known");
        var (lookBack, horizon, groups) = ((int)shape[^2], (int)shape[^1], shape.Length == 2 ? 1 : width);
        var past = weights.AsSpan<double>().ToArray();
        var calendar = phases > 0 ? Numbers("calendar_weights", groups * phases * horizon) : [];
        var intercepts = Numbers("intercept", groups * horizon);
        Map = new LinearMap(
            lookBack,
            horizon,
            [.. Note.Calendar.Select(TimeSpan.FromSeconds)],
            [.. Enumerable.Range(0, groups).Select(g => (double[])[.. Part(past, g, groups), .. Part(calendar, g, groups)])],
            [.. Enumerable.Range(0, groups).Select(g => Part(intercepts, g, groups).ToArray())]);
        var deviation = Numbers("deviation", width);
        Require(Array.TrueForAll(deviation, value => value > 0), "deviations are not positive");
        Scale = new Standardizer(Numbers("mean", width), deviation);
        var offsets = Find("offsets");
        Require(offsets.ElementType == ElementType.Float32 && offsets.Shape.ElementCount == (long)Note.Levels.Count * horizon * width, "offsets do not fit its levels");
        Offsets = offsets.AsSpan<float>().ToArray();
        Require(Array.TrueForAll(Offsets, float.IsFinite), "offsets are not finite");
    }

    public ForecasterNote Note { get; }

    public LinearMap Map { get; }

    public Standardizer Scale { get; }

    public float[] Offsets { get; }

    private static ReadOnlySpan<double> Part(double[] values, int part, int parts) =>
        values.AsSpan(part * (values.Length / parts), values.Length / parts);

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new CorruptGraphException($"the model's {what}; it is no forecaster that was fitted here");
        }
    }

    private ForecasterNote ReadNote()
    {
        Require(_graph.Metadata.TryGetValue(ForecasterNote.Key, out var json), "metadata name no forecaster");
        try
        {
            var note = JsonSerializer.Deserialize<ForecasterNote>(json!, Json.ContractJson.Options);
            Require(
                note is { Method: not null, Channels.Count: > 0, Levels.Count: > 0, Calendar: not null } && note.Calendar.All(cycle => cycle is >= 1e-3 and <= 1e9),
                "entry about its forecaster is incomplete");
            return note!;
        }
        catch (JsonException e)
        {
            throw new CorruptGraphException($"the model's entry about its forecaster cannot be read: {e.Message}", e);
        }
    }

    private Tensor Find(string name)
    {
        Require(_graph.Initializers.Any(initializer => initializer.Name == name), $"'{name}' is missing");
        return _graph.ReadInitializer(name);
    }

    private Tensor Read(string name)
    {
        var tensor = Find(name);
        Require(tensor.ElementType == ElementType.Float64 && Array.TrueForAll(tensor.AsSpan<double>().ToArray(), double.IsFinite), $"'{name}' is not finite float64");
        return tensor;
    }

    private double[] Numbers(string name, long count)
    {
        var tensor = Read(name);
        Require(tensor.Shape.ElementCount == count, $"'{name}' has {tensor.Shape.ElementCount} numbers, not {count}");
        return tensor.AsSpan<double>().ToArray();
    }
}
