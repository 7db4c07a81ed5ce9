using System.Text.Json;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class Forecaster
{
    /// <summary>
    /// The forecaster as an ONNX graph with its scale and normalisation inside: input <c>window</c> float32 [batch, look-back, channel] and, with
    /// calendar features, <c>calendar</c> float64 [batch, phase]; outputs <c>median</c> float32 [batch, step, channel] and <c>quantiles</c> float32
    /// [batch, level, step, channel], all in the channels' units. It computes in float64, as the native form does.
    /// </summary>
    public OnnxGraph ToGraph()
    {
        var (width, horizon) = (Channels.Count, Horizon);
        var graph = new GraphBuilder("forecaster").Metadata(
            ForecasterNote.Key,
            JsonSerializer.Serialize(new ForecasterNote(Method, Channels, Levels, [.. Calendar.Select(cycle => cycle.TotalSeconds)], HeldOutLoss), Json.ContractJson.Options));
        var window = graph.Input("window", ElementType.Float32, "batch", LookBack, width);
        var mean = graph.Initializer("mean", _scale.Mean.ToArray(), width);
        var deviation = graph.Initializer("deviation", _scale.Deviation.ToArray(), width);
        var standardized = graph.Div(graph.Sub(graph.Cast(window, ElementType.Float64), mean), deviation);
        var steps = Multiply(graph, graph.Transpose(standardized, [0, 2, 1]), "weights", 0, LookBack);
        if (Calendar.Count > 0)
        {
            var calendar = graph.Input("calendar", ElementType.Float64, "batch", 2 * Calendar.Count);
            steps = graph.Add(steps, Multiply(graph, graph.Unsqueeze(calendar, [1]), "calendar_weights", LookBack, 2 * Calendar.Count));
        }

        steps = graph.Add(steps, graph.Initializer("intercept", _map.Intercepts.SelectMany(own => own).ToArray(), _map.Intercepts.Length, horizon));
        var median = graph.Cast(graph.Add(graph.Mul(graph.Transpose(steps, [0, 2, 1]), deviation), mean), ElementType.Float32, "median");
        var quantiles = graph.Add(graph.Unsqueeze(median, [1]), graph.Initializer("offsets", _offsets, Levels.Count, horizon, width), "quantiles");
        return graph
            .Output(median, ElementType.Float32, "batch", horizon, width)
            .Output(quantiles, ElementType.Float32, "batch", Levels.Count, horizon, width)
            .Build();
    }

    /// <summary>The native form of the forecaster in an expert's folder, for forecasts without the runtime.</summary>
    /// <param name="folder">The folder, with manifest and model.</param>
    /// <exception cref="InvalidManifestException">The manifest cannot be read or names no model.</exception>
    /// <exception cref="CorruptGraphException">The model is no forecaster that was fitted here.</exception>
    /// <exception cref="IOException">The model cannot be read.</exception>
    public static Forecaster Load(string folder) => FromGraph(FittedModel.Open(folder, "a forecaster"));

    /// <summary>The native form of a model that <see cref="ToGraph"/> made.</summary>
    /// <exception cref="CorruptGraphException">The model is no forecaster that was fitted here.</exception>
    public static Forecaster FromGraph(OnnxGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var reader = new ForecasterReader(graph);
        return new Forecaster(reader.Note.Channels, reader.Note.Method, reader.Map, reader.Scale, reader.Note.Levels, reader.Offsets)
        {
            HeldOutLoss = reader.Note.HeldOutLoss,
        };
    }

    /// <summary>The forecaster as an expert that answers <see cref="ExpertTask.Forecast"/>.</summary>
    /// <param name="id">Its name and version.</param>
    public FittedExpert ToExpert(ExpertId id) => new(
        new Manifest
        {
            Name = id.Name,
            Version = id.Version,
            Modality = Modality.TimeSeries,
            Tasks = [ExpertTask.Forecast],
            Description = $"Forecasts {Horizon} steps of {Channels.Count} channels from the last {LookBack} ({Method}, conformal quantiles).",
            Inputs = [new ManifestInput { Kind = Modality.TimeSeries, Preprocess = Window() }],
            Output = ManifestStep.Of("forecast", new { output = "median", quantiles = new { output = "quantiles", levels = Levels } }),
        },
        ToGraph().ToBytes());

    private ManifestStep Window()
    {
        var channels = Channels.Select(channel => channel.Name);
        return Calendar.Count == 0
            ? ManifestStep.Of("window", new { input = "window", length = LookBack, channels })
            : ManifestStep.Of(
                "window", new { input = "window", length = LookBack, channels, calendar = new { input = "calendar", cycles = Calendar.Select(cycle => cycle.TotalSeconds) } });
    }

    // Features [batch, channel or 1, feature] by a part of the weights: [batch, channel or 1, step].
    private GraphTensor Multiply(GraphBuilder graph, GraphTensor features, string name, int first, int count)
    {
        var part = _map.Weights.SelectMany(own => own.AsSpan(first * Horizon, count * Horizon).ToArray()).ToArray();
        return _map.Shared
            ? graph.MatMul(features, graph.Initializer(name, part, count, Horizon))
            : graph.Squeeze(graph.MatMul(graph.Unsqueeze(features, [2]), graph.Initializer(name, part, _map.Weights.Length, count, Horizon)), [2]);
    }
}
