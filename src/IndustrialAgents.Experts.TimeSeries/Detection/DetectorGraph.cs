using System.Globalization;
using System.Text.Json;
using IndustrialAgents.Learning;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What the ONNX models of both detectors have in common: input, names of outputs, metadata by which their native form is found again.</summary>
internal static class DetectorGraph
{
    public const string KindKey = "industrialagents.detector";
    public const string Input = "series";
    public const string Score = "score";
    public const string Contributions = "contributions";

    // An alarm ends when the median is one that normal operation has in one of twenty rows, so that it does not flutter at its level.
    private const double ClearRate = 0.05;
    private const string ChannelsKey = "industrialagents.channels";

    /// <summary>Begins a graph: input <c>series</c> [batch, time, channel] float32, standardized in float64, so that the native form and the model agree.</summary>
    public static (GraphBuilder Graph, GraphTensor Standardized) Begin(string kind, IReadOnlyList<SeriesChannel> channels, Standardizer standardizer)
    {
        var (graph, input) = Begin(kind, channels);
        var width = channels.Count;
        var mean = graph.Initializer("mean", standardizer.Mean.ToArray(), width);
        var deviation = graph.Initializer("deviation", standardizer.Deviation.ToArray(), width);
        return (graph, graph.Div(graph.Sub(graph.Cast(input, ElementType.Float64), mean), deviation, "standardized"));
    }

    /// <summary>Begins a graph whose input <c>series</c> [batch, time, channel] float32 is taken as it is.</summary>
    public static (GraphBuilder Graph, GraphTensor Input) Begin(string kind, IReadOnlyList<SeriesChannel> channels)
    {
        var graph = new GraphBuilder(kind)
            .Metadata(KindKey, kind)
            .Metadata(ChannelsKey, JsonSerializer.Serialize(channels, Json.ContractJson.Options));
        return (graph, graph.Input(Input, ElementType.Float32, "batch", "time", channels.Count));
    }

    /// <summary>The channels that <c>Begin</c> wrote.</summary>
    /// <exception cref="CorruptGraphException">The model does not name them.</exception>
    public static SeriesChannel[] ReadChannels(OnnxGraph graph)
    {
        try
        {
            return graph.Metadata.TryGetValue(ChannelsKey, out var json) && JsonSerializer.Deserialize<SeriesChannel[]>(json, Json.ContractJson.Options) is { Length: > 0 } channels
                ? channels
                : throw new CorruptGraphException("the model does not name its channels; it is no detector that was fitted here");
        }
        catch (JsonException e)
        {
            throw new CorruptGraphException($"the model's channels cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The standardizer that <c>Begin</c> wrote.</summary>
    /// <exception cref="CorruptGraphException">It is missing or makes no sense.</exception>
    public static Standardizer ReadStandardizer(OnnxGraph graph, int width)
    {
        try
        {
            return new Standardizer(Read(graph, "mean", width), Read(graph, "deviation", width));
        }
        catch (ArgumentException e)
        {
            throw new CorruptGraphException($"the model's scale cannot be used: {e.Message}", e);
        }
    }

    /// <summary>A float64 initializer of so many finite elements.</summary>
    /// <exception cref="CorruptGraphException">It has another type, another size, or an element is not finite.</exception>
    public static double[] Read(OnnxGraph graph, string name, long length)
    {
        var tensor = ReadAny(graph, name);
        return tensor.Shape.ElementCount == length
            ? tensor.AsSpan<double>().ToArray()
            : throw new CorruptGraphException($"'{name}' is {tensor}; {length} numbers are expected");
    }

    /// <summary>A float64 initializer of finite elements.</summary>
    /// <exception cref="CorruptGraphException">It has another type, or an element is not finite.</exception>
    public static Tensor ReadAny(OnnxGraph graph, string name)
    {
        if (graph.Initializers.All(initializer => initializer.Name != name))
        {
            throw new CorruptGraphException($"the model has no '{name}'; it is no detector that was fitted here");
        }

        var tensor = graph.ReadInitializer(name);
        return tensor.ElementType == ElementType.Float64 && Array.TrueForAll(tensor.AsSpan<double>().ToArray(), double.IsFinite)
            ? tensor
            : throw new CorruptGraphException($"'{name}' is {tensor}; finite float64 is expected");
    }

    /// <summary>A whole number among the metadata.</summary>
    /// <exception cref="CorruptGraphException">It is missing or out of range.</exception>
    public static int ReadCount(OnnxGraph graph, string key, int most) =>
        graph.Metadata.TryGetValue(key, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value >= 1 && value <= most
            ? value
            : throw new CorruptGraphException($"the model's entry '{key}' is not a number from 1 to {most}");

    /// <summary>The manifest of a detector.</summary>
    public static Manifest Describe(ExpertId id, string description, IReadOnlyList<SeriesChannel> channels, int least, int recent, ScoreCalibration? calibration) => new()
    {
        Name = id.Name,
        Version = id.Version,
        Modality = Modality.TimeSeries,
        Tasks = [ExpertTask.Detect],
        Description = description,
        Inputs = [new ManifestInput { Kind = Modality.TimeSeries, Preprocess = ManifestStep.Of("window", new { channels = channels.Select(channel => channel.Name) }) }],
        Output = ManifestStep.Of("channelScores", new ChannelScoresStepOptions { Least = least, Recent = recent, ClearRate = calibration is null ? null : ClearRate, Calibration = calibration }),
    };
}
