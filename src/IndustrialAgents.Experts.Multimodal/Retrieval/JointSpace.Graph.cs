using System.Text.Json;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Multimodal;

public sealed partial class JointSpace
{
    /// <summary>The projections' input, float32 [batch, feature].</summary>
    public const string Input = "features";

    /// <summary>The projections' output, float32 [batch, dimension], of length 1.</summary>
    public const string Output = "embedding";

    private const string NoteKey = "joint_space";
    private const string Prefix = "projection-";
    private const string Suffix = ".onnx";

    /// <summary>One modality's projection as an ONNX graph: input <see cref="Input"/>, output <see cref="Output"/>.</summary>
    /// <exception cref="InvalidRequestException">The space does not have the modality.</exception>
    public OnnxGraph ToGraph(string modality)
    {
        var view = View(modality);
        var graph = new GraphBuilder("joint-space").Metadata(NoteKey, JsonSerializer.Serialize(new Note(modality, Dimension), Json.ContractJson.Options));
        var centred = graph.Sub(graph.Input(Input, ElementType.Float32, "batch", view.Mean.Length), graph.Initializer("mean", view.Mean, view.Mean.Length));
        var projected = graph.MatMul(centred, graph.Initializer("projection", view.Projection, view.Mean.Length, Dimension));
        var norm = graph.Sqrt(graph.ReduceSum(graph.Square(projected), [1]));
        var embedding = graph.Div(projected, graph.Add(norm, graph.Scalar(Tiny)), name: Output);
        return graph.Output(embedding, ElementType.Float32, "batch", Dimension).Build();
    }

    /// <summary>Writes one file a modality, <c>projection-NAME.onnx</c>.</summary>
    /// <param name="folder">The folder; made if it does not exist.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var modality in Modalities)
        {
            File.WriteAllBytes(Path.Combine(folder, Prefix + modality + Suffix), ToGraph(modality).ToBytes());
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CorruptGraphException">A projection is damaged or none, or they are not of one space.</exception>
    /// <exception cref="IOException">The folder cannot be read, or holds no projection.</exception>
    public static JointSpace Load(string folder)
    {
        var views = new Dictionary<string, JointView>();
        foreach (var path in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix).Order(StringComparer.Ordinal))
        {
            var (modality, view) = Read(OnnxGraph.Load(path), path);
            if (!views.TryAdd(modality, view) || views.Values.First().Dimension != view.Dimension)
            {
                throw new CorruptGraphException($"{path}: '{modality}' with {view.Dimension} dimensions does not belong to the other projections beside it");
            }
        }

        return views.Count > 0 ? new JointSpace(views) : throw new FileNotFoundException($"{folder} holds no {Prefix}NAME{Suffix}; save a joint space there", folder);
    }

    private static (string Modality, JointView View) Read(OnnxGraph graph, string path)
    {
        try
        {
            var note = graph.Metadata.TryGetValue(NoteKey, out var json) ? JsonSerializer.Deserialize<Note>(json, Json.ContractJson.Options) : null;
            if (note is { Dimension: > 0 and <= 65536, Modality.Length: > 0 } && graph.Initializers.Any(value => value.Name == "mean") && graph.Initializers.Any(value => value.Name == "projection"))
            {
                var (mean, projection) = (graph.ReadInitializer("mean"), graph.ReadInitializer("projection"));
                if (mean.ElementType == ElementType.Float32 && projection.ElementType == ElementType.Float32 && mean.Shape.ElementCount > 0
                    && projection.Shape.ElementCount == mean.Shape.ElementCount * note.Dimension)
                {
                    var view = new JointView(mean.AsSpan<float>().ToArray(), projection.AsSpan<float>().ToArray());
                    if (Array.TrueForAll(view.Mean, float.IsFinite) && Array.TrueForAll(view.Projection, float.IsFinite))
                    {
                        return (note.Modality, view);
                    }
                }
            }
        }
        catch (JsonException e)
        {
            throw new CorruptGraphException($"{path}: the entry '{NoteKey}' cannot be read: {e.Message}", e);
        }

        throw new CorruptGraphException($"{path}: is no projection of a joint space, or a damaged one");
    }

    private sealed record Note(string Modality, int Dimension);
}
