using System.Text.Json;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class SeriesClassifier
{
    /// <summary>The model's output of probabilities [batch, class].</summary>
    public const string Probabilities = "probabilities";

    private const string Input = "window";

    /// <summary>
    /// The classifier as an ONNX graph with its scale inside: input <c>window</c> float32 [batch, time, channel] in the channels' units, output
    /// <c>probabilities</c> float32 [batch, class]. A window with NaN or infinity gives NaN, which an expert refuses to answer with.
    /// </summary>
    public OnnxGraph ToGraph()
    {
        var (width, classes) = (Channels.Count, Labels.Count);
        var graph = new GraphBuilder("series-classifier").Metadata(ClassifierNote.Key, JsonSerializer.Serialize(Note, Json.ContractJson.Options));
        var window = graph.Input(Input, ElementType.Float32, "batch", Length, width);
        var mean = graph.Initializer("mean", _scale.Mean.ToArray(), width);
        var deviation = graph.Initializer("deviation", _scale.Deviation.ToArray(), width);
        var standardized = graph.Cast(graph.Div(graph.Sub(graph.Cast(window, ElementType.Float64), mean), deviation), ElementType.Float32);
        var features = _features.AddTo(graph, graph.Transpose(standardized, [0, 2, 1]));
        var weights = graph.Initializer("weights", _head.Weights, _features.Width, classes);
        var scores = graph.Add(graph.MatMul(features, weights), graph.Initializer("intercept", _head.Intercept, classes));

        // A comparison takes NaN for small; zero times NaN or infinity does not hide it.
        var poison = graph.ReduceSum(graph.Mul(window, graph.Scalar(0f)), [1, 2], keepDimensions: false);
        var probabilities = graph.Softmax(graph.Add(scores, graph.Unsqueeze(poison, [1])), name: Probabilities);
        return graph.Output(probabilities, ElementType.Float32, "batch", classes).Build();
    }

    /// <summary>The native form of the classifier in an expert's folder, to classify without the runtime.</summary>
    /// <param name="folder">The folder, with manifest and model.</param>
    /// <exception cref="InvalidManifestException">The manifest cannot be read or names no model.</exception>
    /// <exception cref="CorruptGraphException">The model is no classifier that was fitted here.</exception>
    /// <exception cref="IOException">The model cannot be read.</exception>
    public static SeriesClassifier Load(string folder) => FromGraph(FittedModel.Open(folder, "a series classifier"));

    /// <summary>The native form of a model that <see cref="ToGraph"/> made.</summary>
    /// <exception cref="CorruptGraphException">The model is no classifier that was fitted here.</exception>
    public static SeriesClassifier FromGraph(OnnxGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var note = FittedNote.Read<ClassifierNote>(graph, ClassifierNote.Key, "a series classifier");
        try
        {
            if (note is not { Channels.Count: > 0, Labels.Count: >= 2, Length: >= 4 and <= 1 << 20 } || (note.Spectrum is null && note.MiniRocket is null))
            {
                throw new CorruptGraphException("the classifier's channels, labels or length cannot be used");
            }

            var (width, classes) = (note.Channels.Count, note.Labels.Count);
            var spectrum = note.Spectrum is null ? null : new SpectralFeatures(note.Length, width, note.Spectrum);
            var features = new WindowFeatures(spectrum, note.MiniRocket is null ? null : MiniRocket.Read(graph, note.Length, width, note.MiniRocket));
            var head = new ClassifierHead(
                FittedNote.Floats(graph, "weights", (long)features.Width * classes), FittedNote.Floats(graph, "intercept", classes));
            return new SeriesClassifier(note, DetectorGraph.ReadStandardizer(graph, width), features, head);
        }
        catch (InvalidRequestException e)
        {
            throw new CorruptGraphException($"the classifier's features cannot be used: {e.Message}", e);
        }
    }

    /// <summary>The classifier as an expert that answers <see cref="ExpertTask.Classify"/> from the end of a series.</summary>
    /// <param name="id">Its name and version.</param>
    /// <param name="failureModes">Maps a label to the failure mode it speaks for; none where null.</param>
    public FittedExpert ToExpert(ExpertId id, IReadOnlyDictionary<string, string>? failureModes = null) => new(
        new Manifest
        {
            Name = id.Name,
            Version = id.Version,
            Modality = Modality.TimeSeries,
            Tasks = [ExpertTask.Classify],
            Description = $"Names the class of the last {Length} samples of {Channels.Count} channels: {string.Join(", ", Labels)}.",
            Inputs =
            [
                new ManifestInput
                {
                    Kind = Modality.TimeSeries,
                    Preprocess = ManifestStep.Of("window", new { input = Input, length = Length, channels = Channels.Select(channel => channel.Name) }),
                },
            ],
            Output = ManifestStep.Of("probabilities", new { output = Probabilities }),
            Labels = Labels,
            FailureModes = failureModes ?? new Dictionary<string, string>(),
        },
        ToGraph().ToBytes());
}
