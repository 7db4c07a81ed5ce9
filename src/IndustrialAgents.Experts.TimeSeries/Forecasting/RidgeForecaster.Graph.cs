using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class RidgeForecaster
{
    /// <summary>
    /// The forecaster as an ONNX graph with its scale inside: input <c>window</c> float32 [batch, look-back, channel], outputs <c>median</c>
    /// float32 [batch, step, channel] and <c>quantiles</c> float32 [batch, level, step, channel], all in the channels' units.
    /// </summary>
    public OnnxGraph ToGraph()
    {
        var (width, horizon) = (Channels.Count, Horizon);
        var graph = new GraphBuilder("ridge-forecaster");
        var window = graph.Input("window", ElementType.Float32, "batch", LookBack, width);
        var deviations = graph.Initializer("deviations", Array.ConvertAll(_deviations, value => (float)value), width);
        var weights = graph.Initializer("weights", Array.ConvertAll(_head.Weights.ToArray(), value => (float)value), LookBack, horizon);
        var intercept = graph.Initializer("intercept", Array.ConvertAll(_head.Intercept.ToArray(), value => (float)value), horizon);
        var offsets = graph.Initializer("offsets", _offsets, Levels.Count, horizon, width);
        var last = graph.Slice(window, [-1], [long.MaxValue], [1]);
        var features = graph.Transpose(graph.Div(graph.Sub(window, last), deviations), [0, 2, 1]);
        var steps = graph.Transpose(graph.Add(graph.MatMul(features, weights), intercept), [0, 2, 1]);
        var median = graph.Add(graph.Mul(steps, deviations), last, "median");
        var quantiles = graph.Add(graph.Unsqueeze(median, [1]), offsets, "quantiles");
        return graph
            .Output(median, ElementType.Float32, "batch", horizon, width)
            .Output(quantiles, ElementType.Float32, "batch", Levels.Count, horizon, width)
            .Build();
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
            Description = $"Forecasts {Horizon} steps of {Channels.Count} channels from the last {LookBack} (ridge, conformal quantiles).",
            Inputs =
            [
                new ManifestInput
                {
                    Kind = Modality.TimeSeries,
                    Preprocess = DetectorGraph.Step("window", new { length = LookBack, channels = Channels.Select(channel => channel.Name) }),
                },
            ],
            Output = DetectorGraph.Step("forecast", new { output = "median", quantiles = new { output = "quantiles", levels = Levels } }),
        },
        ToGraph().ToBytes());
}
