using System.Globalization;
using System.Text.Json;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class RemainingLife
{
    private const string Input = "series";
    private const string Output = "life";
    private const string TreesName = "trees";

    /// <summary>
    /// The model as an ONNX graph with its scale inside: input <c>series</c> float32 [batch, time, channel] in the channels' units, of any length from
    /// <see cref="Least"/> on, output <c>life</c> float64 [batch, 1 + level], the estimate and then its quantiles. A series with NaN or infinity in its
    /// window gives NaN, which an expert refuses to answer with.
    /// </summary>
    public OnnxGraph ToGraph()
    {
        var width = Channels.Count;
        var graph = new GraphBuilder("remaining-life").Metadata(LifeNote.Key, JsonSerializer.Serialize(Note, Json.ContractJson.Options));
        var series = graph.Input(Input, ElementType.Float32, "batch", "time", width);
        var mean = graph.Initializer("mean", _scale.Mean.ToArray(), width);
        var deviation = graph.Initializer("deviation", _scale.Deviation.ToArray(), width);
        var standardized = graph.Div(graph.Sub(graph.Cast(series, ElementType.Float64), mean), deviation);
        var features = LifeFeatures.AddTo(graph, standardized, Window, Note.FromNew);
        var wide = graph.Cast(features, ElementType.Float64);
        var linear = graph.Add(
            graph.MatMul(wide, graph.Initializer("weights", _regression.Weights, _regression.Weights.Length, 1)), graph.Initializer("intercept", [_regression.Intercept], 1));
        var rows = graph.Concat([features, graph.Cast(linear, ElementType.Float32)], 1);

        // A tree takes NaN for large; zero times NaN or infinity does not hide it.
        var poison = graph.ReduceSum(graph.Mul(wide, graph.Scalar(0.0)), [1]);
        var (zero, cap) = (graph.Scalar(0.0), graph.Scalar(Cap));
        var estimate = graph.Clip(TreeGraph.AddTo(graph, rows, _regression.Trees, TreesName), zero, cap);
        var knots = graph.Initializer("knots", [.. Enumerable.Range(0, LifeCalibration.Knots).Select(k => (double)k)], LifeCalibration.Knots);
        var distance = graph.Abs(graph.Sub(graph.Div(estimate, graph.Scalar(Cap / (LifeCalibration.Knots - 1))), knots));
        var hats = graph.Relu(graph.Sub(graph.Scalar(1.0), distance));
        var spread = graph.MatMul(hats, graph.Initializer("spreads", _calibration.Spreads, LifeCalibration.Knots, 1));
        var quantiles = graph.Clip(graph.Add(estimate, graph.Mul(spread, graph.Initializer("offsets", _calibration.Offsets, Levels.Count))), zero, cap);
        return graph
            .Output(graph.Add(graph.Concat([estimate, quantiles], 1), poison, Output), ElementType.Float64, "batch", 1 + Levels.Count)
            .Build();
    }

    /// <summary>The native form of the model in an expert's folder, for estimates without the runtime.</summary>
    /// <param name="folder">The folder, with manifest and model.</param>
    /// <exception cref="InvalidManifestException">The manifest cannot be read or names no model.</exception>
    /// <exception cref="CorruptGraphException">The model is none of remaining life that was fitted here.</exception>
    /// <exception cref="IOException">The model cannot be read.</exception>
    public static RemainingLife Load(string folder) => FromGraph(FittedModel.Open(folder, "a model of remaining life"));

    /// <summary>The native form of a model that <see cref="ToGraph"/> made.</summary>
    /// <exception cref="CorruptGraphException">The model is none of remaining life that was fitted here.</exception>
    public static RemainingLife FromGraph(OnnxGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var note = FittedNote.Read<LifeNote>(graph, LifeNote.Key, "a model of remaining life");
        if (note is not { Channels.Count: > 0, Levels.Count: > 0, Least: >= 2, Cap: >= 1 } || note.Window < note.Least)
        {
            throw new CorruptGraphException("the model's channels, levels, window or cap cannot be used");
        }

        var width = LifeFeatures.Width(note.Channels.Count, note.FromNew);
        var regression = new LifeRegression(
            DetectorGraph.Read(graph, "weights", width), DetectorGraph.Read(graph, "intercept", 1)[0], TreeGraph.Read(graph, width + 1, TreesName));
        var calibration = new LifeCalibration(note.Cap, DetectorGraph.Read(graph, "spreads", LifeCalibration.Knots), DetectorGraph.Read(graph, "offsets", note.Levels.Count));
        return new RemainingLife(note, DetectorGraph.ReadStandardizer(graph, note.Channels.Count), regression, calibration);
    }

    /// <summary>
    /// The model as an expert that answers <see cref="ExpertTask.Regress"/> from a series: the quantity <c>remaining_life</c>, and for each level one such as
    /// <c>remaining_life_p5</c>.
    /// </summary>
    /// <param name="id">Its name and version.</param>
    public FittedExpert ToExpert(ExpertId id) => new(
        new Manifest
        {
            Name = id.Name,
            Version = id.Version,
            Modality = Modality.TimeSeries,
            Tasks = [ExpertTask.Regress],
            Description = string.Create(CultureInfo.InvariantCulture, $"Estimates life left up to {Cap:g} {Note.Unit} from the last {Window} samples of {Channels.Count} channels (boosted trees, quantiles by runs held out).{(FromNew ? " The series must begin when the thing was new." : "")}"),
            Inputs =
            [
                new ManifestInput
                {
                    Kind = Modality.TimeSeries,
                    Preprocess = ManifestStep.Of("window", new { input = Input, least = Least, channels = Channels.Select(channel => channel.Name) }),
                },
            ],
            Output = ManifestStep.Of("regression", new { output = Output, quantities = Quantities().Select(name => new { name, unit = Note.Unit }) }),
        },
        ToGraph().ToBytes());

    private IEnumerable<string> Quantities() =>
        ["remaining_life", .. Levels.Select(level => string.Create(CultureInfo.InvariantCulture, $"remaining_life_p{100 * level:0.###}"))];
}
