using System.Globalization;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class PcaModel
{
    internal const string Kind = "pca";
    private const int MaxComponents = 1 << 16;

    /// <summary>
    /// The model as an ONNX graph: input <c>series</c> float32 [batch, time, channel], outputs <c>score</c>, <c>t2</c> and <c>spe</c> float64
    /// [batch, time] and <c>contributions</c> float64 [batch, time, channel], as of <see cref="Score(ReadOnlySpan{float}, Span{double})"/>.
    /// </summary>
    public OnnxGraph ToGraph()
    {
        var width = Channels.Count;
        var (graph, z) = DetectorGraph.Begin(Kind, Channels, _standardizer);
        graph.Metadata("components", Components.ToString(CultureInfo.InvariantCulture));
        var components = graph.Initializer("loadings", _components, width, Components);
        var inverse = graph.Initializer("inverse_variances", _inverseVariances, Components);
        var limits = (T: graph.Initializer("t2_limit", [TSquaredLimit]), Spe: graph.Initializer("spe_limit", [SpeLimit]));
        var turned = graph.Transpose(components, [1, 0]);
        var part = graph.MatMul(z, components);
        var error = graph.Square(graph.Sub(z, graph.MatMul(part, turned)));
        var scaled = graph.Mul(part, inverse);
        var tSquared = graph.ReduceSum(graph.Mul(part, scaled), [-1], keepDimensions: false, name: "t2");
        var spe = graph.ReduceSum(error, [-1], keepDimensions: false, name: "spe");
        var score = graph.Node("Max", [graph.Div(tSquared, limits.T), graph.Div(spe, limits.Spe)], name: DetectorGraph.Score);
        var blame = graph.Add(
            graph.Div(error, limits.Spe),
            graph.Div(graph.Relu(graph.Mul(z, graph.MatMul(scaled, turned))), limits.T),
            DetectorGraph.Contributions);
        return graph
            .Output(score, ElementType.Float64, "batch", "time")
            .Output(tSquared, ElementType.Float64, "batch", "time")
            .Output(spe, ElementType.Float64, "batch", "time")
            .Output(blame, ElementType.Float64, "batch", "time", width)
            .Build();
    }

    /// <summary>The model that <see cref="ToGraph"/> wrote.</summary>
    /// <exception cref="CorruptGraphException">The graph is not one of these.</exception>
    public static PcaModel FromGraph(OnnxGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var channels = DetectorGraph.ReadChannels(graph);
        var count = DetectorGraph.ReadCount(graph, "components", MaxComponents);
        return new PcaModel(
            channels,
            DetectorGraph.ReadStandardizer(graph, channels.Length),
            DetectorGraph.Read(graph, "loadings", (long)channels.Length * count),
            DetectorGraph.Read(graph, "inverse_variances", count),
            DetectorGraph.Read(graph, "t2_limit", 1)[0],
            DetectorGraph.Read(graph, "spe_limit", 1)[0]);
    }

    /// <summary>The model as an expert that answers <see cref="ExpertTask.Detect"/>.</summary>
    /// <param name="id">Its name and version.</param>
    public FittedExpert ToExpert(ExpertId id) => new(
        DetectorGraph.Describe(id, $"Finds what departs from normal operation of {Channels.Count} channels (principal components, T2 and SPE).", Channels, least: 1, Recent, Calibration),
        ToGraph().ToBytes());
}
