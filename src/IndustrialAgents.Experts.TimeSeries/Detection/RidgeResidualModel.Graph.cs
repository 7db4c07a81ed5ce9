using System.Globalization;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class RidgeResidualModel
{
    internal const string Kind = "ridge-residual";

    /// <summary>
    /// The model as an ONNX graph: input <c>series</c> float32 [batch, time, channel], outputs <c>score</c> float64 [batch, time - warm-up] and
    /// <c>contributions</c> float64 [batch, time - warm-up, channel], as <see cref="RidgeResidualDetector"/> gives them.
    /// </summary>
    public OnnxGraph ToGraph()
    {
        var width = Channels.Count;
        var (graph, z) = DetectorGraph.Begin(Kind, Channels, Standardizer);
        graph.Metadata("lags", Lags.ToString(CultureInfo.InvariantCulture));
        graph.Metadata("smoothing", Smoothing.ToString(CultureInfo.InvariantCulture));
        var predicted = graph.Initializer("intercept", Intercept, width);
        for (var lag = 0; lag < Lags; lag++)
        {
            var weights = graph.Initializer(WeightsOf(lag), Weights[(lag * width * width)..((lag + 1) * width * width)], width, width);
            predicted = graph.Add(predicted, graph.MatMul(Samples(graph, z, Lags - 1 - lag, lag + 1), weights));
        }

        var squares = graph.Square(graph.Sub(Samples(graph, z, Lags, 0), predicted));
        var sum = Samples(graph, squares, 0, Smoothing - 1);
        for (var i = 1; i < Smoothing; i++)
        {
            sum = graph.Add(sum, Samples(graph, squares, i, Smoothing - 1 - i));
        }

        var limit = graph.Initializer("limit", [Limit]);
        var unit = graph.Mul(limit, graph.Scalar((double)Smoothing * width));
        var contributions = graph.Div(sum, unit, DetectorGraph.Contributions);
        var score = graph.ReduceSum(contributions, [-1], keepDimensions: false, name: DetectorGraph.Score);
        return graph
            .Output(score, ElementType.Float64, "batch", "scored")
            .Output(contributions, ElementType.Float64, "batch", "scored", width)
            .Build();
    }

    /// <summary>The model that <see cref="ToGraph"/> wrote.</summary>
    /// <exception cref="CorruptGraphException">The graph is not one of these.</exception>
    public static RidgeResidualModel FromGraph(OnnxGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var channels = DetectorGraph.ReadChannels(graph);
        var width = channels.Length;
        var lags = DetectorGraph.ReadCount(graph, "lags", 512);
        var weights = new double[(long)lags * width * width];
        for (var lag = 0; lag < lags; lag++)
        {
            DetectorGraph.Read(graph, WeightsOf(lag), (long)width * width).CopyTo(weights, lag * width * width);
        }

        return new RidgeResidualModel(
            channels,
            lags,
            DetectorGraph.ReadCount(graph, "smoothing", 10_000),
            DetectorGraph.ReadStandardizer(graph, width),
            weights,
            DetectorGraph.Read(graph, "intercept", width),
            DetectorGraph.Read(graph, "limit", 1)[0]);
    }

    /// <summary>The model as an expert that answers <see cref="ExpertTask.Detect"/>.</summary>
    /// <param name="id">Its name and version.</param>
    public FittedExpert ToExpert(ExpertId id) => new(
        DetectorGraph.Describe(
            id, $"Finds what breaks the dynamics of normal operation of {Channels.Count} channels (ridge autoregression, one-step errors).", Channels, WarmUp + 1, recent: 1),
        ToGraph().ToBytes());

    private static string WeightsOf(int lag) => string.Create(CultureInfo.InvariantCulture, $"weights_{lag + 1}");

    // The samples but for so many at the start and at the end.
    private static GraphTensor Samples(GraphBuilder graph, GraphTensor value, int start, int end) =>
        graph.Slice(value, [start], [end == 0 ? long.MaxValue : -end], [1]);
}
