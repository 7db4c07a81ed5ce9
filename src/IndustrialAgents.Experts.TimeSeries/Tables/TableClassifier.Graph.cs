using System.Globalization;
using System.Text.Json;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.TimeSeries;

public sealed partial class TableClassifier
{
    private const string Input = "row";
    private const string Probabilities = "probabilities";

    /// <summary>
    /// The classifier as an ONNX graph: input <c>row</c> float32 [batch, column], output <c>probabilities</c> float64 [batch, 2]. A row with NaN or infinity
    /// gives NaN, which an expert refuses to answer with.
    /// </summary>
    public OnnxGraph ToGraph()
    {
        var graph = new GraphBuilder("table-classifier").Metadata(TableNote.Key, JsonSerializer.Serialize(Note, Json.ContractJson.Options));
        var row = graph.Input(Input, ElementType.Float32, "batch", Columns.Count);
        var parts = new List<GraphTensor> { row };
        foreach (var derived in Note.Derived)
        {
            var (left, right) = (Column(derived.Left), Column(derived.Right));
            parts.Add(derived.Operation switch
            {
                ColumnOperation.Sum => graph.Add(left, right),
                ColumnOperation.Difference => graph.Sub(left, right),
                _ => graph.Mul(left, right),
            });
        }

        var extended = parts.Count == 1 ? row : graph.Concat([.. parts], 1);

        // A tree takes NaN for large; zero times NaN or infinity does not hide it.
        var poison = graph.Cast(graph.ReduceSum(graph.Mul(extended, graph.Scalar(0f)), [1]), ElementType.Float64);
        var positive = graph.Add(_trees.AddTo(graph, extended), poison);
        var negative = graph.Sub(graph.Scalar(1.0), positive);
        var probabilities = graph.Concat(Note.Positive == 0 ? [positive, negative] : [negative, positive], 1, Probabilities);
        return graph.Output(probabilities, ElementType.Float64, "batch", 2).Build();

        GraphTensor Column(string name) => graph.Gather(row, graph.Vector((long)Note.Find(name)), 1);
    }

    /// <summary>The native form of the classifier in an expert's folder, to classify without the runtime.</summary>
    /// <param name="folder">The folder, with manifest and model.</param>
    /// <exception cref="InvalidManifestException">The manifest cannot be read or names no model.</exception>
    /// <exception cref="CorruptGraphException">The model is no table classifier that was fitted here.</exception>
    /// <exception cref="IOException">The model cannot be read.</exception>
    public static TableClassifier Load(string folder) => FromGraph(FittedModel.Open(folder, "a table classifier"));

    /// <summary>The native form of a model that <see cref="ToGraph"/> made.</summary>
    /// <exception cref="CorruptGraphException">The model is no table classifier that was fitted here.</exception>
    public static TableClassifier FromGraph(OnnxGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var note = FittedNote.Read<TableNote>(graph, TableNote.Key, "a table classifier");
        return note is { Columns.Count: > 0, Labels.Count: 2, Positive: 0 or 1, Derived: not null, Learner: not TableLearner.Selected }
            && note.Derived.All(derived => note.Find(derived.Left) >= 0 && note.Find(derived.Right) >= 0)
            ? new TableClassifier(note, TableTrees.Read(graph, note.Learner, note.Width))
            : throw new CorruptGraphException("the classifier's columns or labels cannot be used");
    }

    /// <summary>The classifier as an expert that answers <see cref="ExpertTask.Classify"/> from the last sample of a series whose channels are its columns.</summary>
    /// <param name="id">Its name and version.</param>
    /// <param name="failureModes">Maps a label to the failure mode it speaks for; none where null.</param>
    public FittedExpert ToExpert(ExpertId id, IReadOnlyDictionary<string, string>? failureModes = null) => new(
        new Manifest
        {
            Name = id.Name,
            Version = id.Version,
            Modality = Modality.TimeSeries,
            Tasks = [ExpertTask.Classify],
            Description = string.Create(CultureInfo.InvariantCulture, $"Tells {Labels[0]} from {Labels[1]} by one reading of {Columns.Count} channels (trees); most F1 of {Positive} from probability {Threshold:f3} on."),
            Inputs =
            [
                new ManifestInput
                {
                    Kind = Modality.TimeSeries,
                    Preprocess = ManifestStep.Of("window", new { input = Input, length = 1, layout = "flat", channels = Columns.Select(column => column.Name) }),
                },
            ],
            Output = ManifestStep.Of("probabilities", new { output = Probabilities }),
            Labels = Labels,
            FailureModes = failureModes ?? new Dictionary<string, string>(),
        },
        ToGraph().ToBytes());
}
