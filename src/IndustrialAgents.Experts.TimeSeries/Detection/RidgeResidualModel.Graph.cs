using System.Globalization;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class RidgeResidualModel
{
    internal const string Kind = "ridge-residual";
    private const string SmoothingKey = "smoothing";

    /// <summary>
    /// The model as an ONNX graph: input <c>series</c> float32 [batch, time, channel], outputs <c>score</c> float64 [batch, time - warm-up] and
    /// <c>contributions</c> float64 [batch, time - warm-up, channel], as <see cref="RidgeResidualDetector"/> gives them.
    /// </summary>
    public OnnxGraph ToGraph()
    {
        var width = Channels.Count;
        var (graph, z) = DetectorGraph.Begin(Kind, Channels, Standardizer);
        graph.Metadata("lags", Lags.ToString(CultureInfo.InvariantCulture));
        graph.Metadata(SmoothingKey, string.Join(',', _smoothings.Select(count => count.ToString(CultureInfo.InvariantCulture))));
        var predicted = graph.Initializer("intercept", Intercept, width);
        for (var lag = 0; lag < Lags; lag++)
        {
            var weights = graph.Initializer(WeightsOf(lag), Weights[(lag * width * width)..((lag + 1) * width * width)], width, width);
            predicted = graph.Add(predicted, graph.MatMul(Samples(graph, z, Lags - 1 - lag, lag + 1), weights));
        }

        var squares = graph.Square(graph.Sub(Samples(graph, z, Lags, 0), predicted));
        var sum = Samples(graph, squares, Longest - 1, 0);
        var sums = new Dictionary<int, GraphTensor> { [1] = sum };
        for (var i = 1; i < Longest; i++)
        {
            sum = graph.Add(sum, Samples(graph, squares, Longest - 1 - i, i));
            sums[i + 1] = sum;
        }

        graph.Initializer("limit", _limits, _limits.Length);
        var (score, contributions) = (GraphTensor.None, GraphTensor.None);
        for (var s = 0; s < _smoothings.Length; s++)
        {
            var part = graph.Div(sums[_smoothings[s]], graph.Scalar(_smoothings[s] * width * _limits[s]));
            var whole = graph.ReduceSum(part, [-1], keepDimensions: false);
            var exceeds = s == 0 ? GraphTensor.None : graph.Unsqueeze(graph.Node("Greater", [whole, score]), [-1]);
            contributions = s == 0 ? part : graph.Node("Where", [exceeds, part, contributions]);
            score = s == 0 ? whole : graph.Node("Max", [whole, score]);
        }

        contributions = graph.Identity(contributions, DetectorGraph.Contributions);
        score = graph.Identity(score, DetectorGraph.Score);
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

        var smoothings = ReadSmoothings(graph);
        var limits = DetectorGraph.Read(graph, "limit", smoothings.Length);
        if (!Array.TrueForAll(limits, limit => limit > 0))
        {
            throw new CorruptGraphException("a limit of the model is not positive");
        }

        return new RidgeResidualModel(
            channels,
            lags,
            smoothings,
            DetectorGraph.ReadStandardizer(graph, width),
            weights,
            DetectorGraph.Read(graph, "intercept", width),
            limits);
    }

    /// <summary>The model as an expert that answers <see cref="ExpertTask.Detect"/>.</summary>
    /// <param name="id">Its name and version.</param>
    public FittedExpert ToExpert(ExpertId id) => new(
        DetectorGraph.Describe(
            id, $"Finds what breaks the dynamics of normal operation of {Channels.Count} channels (ridge autoregression, one-step errors).", Channels, WarmUp + 1, Recent, Calibration),
        ToGraph().ToBytes());

    private static int[] ReadSmoothings(OnnxGraph graph)
    {
        var texts = graph.Metadata.GetValueOrDefault(SmoothingKey, "").Split(',');
        var smoothings = new int[texts.Length];
        for (var s = 0; s < texts.Length; s++)
        {
            if (!int.TryParse(texts[s], NumberStyles.None, CultureInfo.InvariantCulture, out smoothings[s]) || smoothings[s] is < 1 or > MaxSmoothing)
            {
                throw new CorruptGraphException($"the model's entry '{SmoothingKey}' is not a list of numbers from 1 to {MaxSmoothing}");
            }
        }

        return smoothings;
    }

    private static string WeightsOf(int lag) => string.Create(CultureInfo.InvariantCulture, $"weights_{lag + 1}");

    // The samples but for so many at the start and at the end.
    private static GraphTensor Samples(GraphBuilder graph, GraphTensor value, int start, int end) =>
        graph.Slice(value, [start], [end == 0 ? long.MaxValue : -end], [1]);
}
