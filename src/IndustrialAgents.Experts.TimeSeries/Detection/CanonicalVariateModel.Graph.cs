using System.Globalization;
using System.Numerics.Tensors;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class CanonicalVariateModel
{
    internal const string Kind = "canonical-variates";
    private const int MaxWidth = 2_048;

    /// <summary>
    /// The model as an ONNX graph: input <c>series</c> float32 [batch, time, channel], outputs <c>score</c> float64 [batch, time - lags + 1] and
    /// <c>contributions</c> float64 [batch, time - lags + 1, channel], as <see cref="CanonicalVariateDetector"/> gives them.
    /// </summary>
    public OnnxGraph ToGraph()
    {
        var (width, count) = (Channels.Count, Width);
        var (graph, z) = DetectorGraph.Begin(Kind, Channels, Standardizer);
        graph.Metadata("lags", Lags.ToString(CultureInfo.InvariantCulture));
        graph.Metadata("states", States.ToString(CultureInfo.InvariantCulture));
        var lags = new GraphTensor[Lags];
        for (var lag = 0; lag < Lags; lag++)
        {
            lags[lag] = graph.Slice(z, [Lags - 1 - lag], [lag == 0 ? long.MaxValue : -lag], [1]);
        }

        var past = graph.Concat(lags, -1);
        var projection = graph.Initializer("projection", Projection, count, count);
        var turned = graph.Transpose(projection, [1, 0]);
        var variates = graph.MatMul(past, projection);
        GraphTensor[] parts = [Masked(0, States, StateLimit), Masked(States, count, ResidualLimit)];
        graph.Initializer("state_limit", [StateLimit], 1);
        graph.Initializer("residual_limit", [ResidualLimit], 1);
        var score = graph.Node("Max", [Sum(parts[0]), Sum(parts[1])], name: DetectorGraph.Score);
        var shares = graph.Add(Shares(parts[0]), Shares(parts[1]));
        var contributions = graph.ReduceSum(
            graph.Reshape(shares, [0, 0, Lags, width]), [2], keepDimensions: false, name: DetectorGraph.Contributions);
        return graph
            .Output(score, ElementType.Float64, "batch", "scored")
            .Output(contributions, ElementType.Float64, "batch", "scored", width)
            .Build();

        // The variates of one space over its limit, zeros elsewhere.
        GraphTensor Masked(int from, int to, double limit)
        {
            var mask = new double[count];
            mask.AsSpan(from, to - from).Fill(1 / limit);
            return graph.Mul(variates, graph.Vector(mask));
        }

        GraphTensor Sum(GraphTensor masked) => graph.ReduceSum(graph.Mul(masked, variates), [-1], keepDimensions: false);

        GraphTensor Shares(GraphTensor masked) => graph.Relu(graph.Mul(past, graph.MatMul(masked, turned)));
    }

    /// <summary>The model that <see cref="ToGraph"/> wrote.</summary>
    /// <exception cref="CorruptGraphException">The graph is not one of these.</exception>
    public static CanonicalVariateModel FromGraph(OnnxGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var channels = DetectorGraph.ReadChannels(graph);
        var lags = DetectorGraph.ReadCount(graph, "lags", MaxWidth);
        var count = (long)lags * channels.Length;
        return new CanonicalVariateModel(
            channels,
            lags,
            DetectorGraph.ReadCount(graph, "states", (int)Math.Min(count, MaxWidth)),
            DetectorGraph.ReadStandardizer(graph, channels.Length),
            DetectorGraph.Read(graph, "projection", count * count),
            Limit("state_limit"),
            Limit("residual_limit"));

        double Limit(string name) => DetectorGraph.Read(graph, name, 1)[0] is > 0 and var limit
            ? limit
            : throw new CorruptGraphException($"'{name}' is not positive");
    }

    /// <summary>The model as an expert that answers <see cref="ExpertTask.Detect"/>.</summary>
    /// <param name="id">Its name and version.</param>
    public FittedExpert ToExpert(ExpertId id) => new(
        DetectorGraph.Describe(
            id, $"Finds what breaks the dynamics of normal operation of {Channels.Count} channels (canonical variates of past and future).", Channels, Lags, Recent, Calibration),
        ToGraph().ToBytes());

    /// <summary>The canonical variates of a past.</summary>
    internal static void Project(double[] projection, double[] past, double[] variates)
    {
        variates.AsSpan().Clear();
        for (var at = 0; at < past.Length; at++)
        {
            TensorPrimitives.MultiplyAdd(projection.AsSpan(at * past.Length, past.Length), past[at], variates, variates);
        }
    }
}
