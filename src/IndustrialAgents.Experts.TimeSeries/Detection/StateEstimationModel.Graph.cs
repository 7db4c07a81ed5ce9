using System.Globalization;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class StateEstimationModel
{
    internal const string Kind = "state-estimation";
    private const int MaxMemory = 2_000;

    /// <summary>
    /// The model as an ONNX graph: input <c>series</c> float32 [batch, time, channel], outputs <c>score</c> float64 [batch, time] and
    /// <c>contributions</c> float64 [batch, time, channel], as <see cref="StateEstimationDetector"/> gives them.
    /// </summary>
    public OnnxGraph ToGraph()
    {
        var width = Channels.Count;
        var (graph, z) = DetectorGraph.Begin(Kind, Channels, _standardizer);
        graph.Metadata("memory", Memory.ToString(CultureInfo.InvariantCulture));
        var memory = graph.Initializer("memory_rows", _memory, Memory, width);
        var weights = graph.Initializer("weights", _weights, Memory, width);
        var limit = graph.Initializer("limit", [Limit], 1);
        var distances = graph.ReduceSum(graph.Square(graph.Sub(graph.Unsqueeze(z, [2]), memory)), [-1], keepDimensions: false);
        var likeness = graph.Exp(graph.Div(distances, graph.Scalar(-2.0 * width)));
        var squares = graph.Square(graph.Sub(z, graph.MatMul(likeness, weights)));
        var contributions = graph.Div(squares, graph.Mul(limit, graph.Scalar((double)width)), DetectorGraph.Contributions);
        var score = graph.ReduceSum(contributions, [-1], keepDimensions: false, name: DetectorGraph.Score);
        return graph
            .Output(score, ElementType.Float64, "batch", "time")
            .Output(contributions, ElementType.Float64, "batch", "time", width)
            .Build();
    }

    /// <summary>The model that <see cref="ToGraph"/> wrote.</summary>
    /// <exception cref="CorruptGraphException">The graph is not one of these.</exception>
    public static StateEstimationModel FromGraph(OnnxGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var channels = DetectorGraph.ReadChannels(graph);
        var values = (long)DetectorGraph.ReadCount(graph, "memory", MaxMemory) * channels.Length;
        var limit = DetectorGraph.Read(graph, "limit", 1)[0];
        return new StateEstimationModel(
            channels,
            DetectorGraph.ReadStandardizer(graph, channels.Length),
            DetectorGraph.Read(graph, "memory_rows", values),
            DetectorGraph.Read(graph, "weights", values),
            limit > 0 ? limit : throw new CorruptGraphException("the model's limit is not positive"));
    }

    /// <summary>The model as an expert that answers <see cref="ExpertTask.Detect"/>.</summary>
    /// <param name="id">Its name and version.</param>
    public FittedExpert ToExpert(ExpertId id) => new(
        DetectorGraph.Describe(id, $"Finds rows unlike remembered ones of normal operation of {Channels.Count} channels (MSET).", Channels, least: 1, Recent, Calibration),
        ToGraph().ToBytes());
}
