using Google.Protobuf;
using IndustrialAgents.Onnx.Graphs.Protocol;

namespace IndustrialAgents.Onnx.Graphs;

/// <summary>
/// An ONNX model as data: built by <see cref="GraphBuilder"/> or read from a file, to be inspected, edited and written. What this class does
/// not interpret (functions, nested graphs, training information) survives reading and writing unchanged. The same model always gives the same bytes.
/// Not thread-safe while it is edited.
/// </summary>
/// <remarks>Format: the ONNX specification, https://onnx.ai/onnx/repo-docs/IR.html.</remarks>
public sealed partial class OnnxGraph
{
    private readonly ModelProto _model;
    private readonly string? _directory;

    internal OnnxGraph(ModelProto model, string? directory = null)
    {
        _model = model;
        _directory = directory;
    }

    /// <summary>Name of the graph.</summary>
    public string Name => Graph.Name;

    /// <summary>Version of the file format.</summary>
    public long IrVersion => _model.IrVersion;

    /// <summary>Program that made the model.</summary>
    public string ProducerName => _model.ProducerName;

    /// <summary>Version of the program that made the model.</summary>
    public string ProducerVersion => _model.ProducerVersion;

    /// <summary>What the model is for, in words.</summary>
    public string DocString => _model.DocString;

    /// <summary>Operator sets by domain; ONNX's own under the empty name.</summary>
    public IReadOnlyDictionary<string, long> Opsets =>
        _model.OpsetImport.ToDictionary(o => o.Domain == "ai.onnx" ? "" : o.Domain, o => o.Version);

    /// <summary>The model's own entries, such as labels or hashes.</summary>
    public IReadOnlyDictionary<string, string> Metadata
    {
        get
        {
            var metadata = new Dictionary<string, string>();
            foreach (var entry in _model.MetadataProps)
            {
                metadata[entry.Key] = entry.Value;
            }

            return metadata;
        }
    }

    /// <summary>The inputs a caller must give: those that no initializer fills.</summary>
    public IReadOnlyList<GraphValue> Inputs
    {
        get
        {
            var initialized = Graph.Initializer.Select(i => i.Name).ToHashSet();
            return [.. Graph.Input.Where(i => !initialized.Contains(i.Name)).Select(GraphProtocol.ToValue)];
        }
    }

    /// <summary>What a run gives.</summary>
    public IReadOnlyList<GraphValue> Outputs => [.. Graph.Output.Select(GraphProtocol.ToValue)];

    /// <summary>Intermediate values whose type the file states; many files state none.</summary>
    public IReadOnlyList<GraphValue> Values => [.. Graph.ValueInfo.Select(GraphProtocol.ToValue)];

    /// <summary>The operators in the order of the file.</summary>
    /// <exception cref="CorruptGraphException">An attribute is inconsistent.</exception>
    public IReadOnlyList<GraphNode> Nodes => [.. Graph.Node.Select(GraphProtocol.ToNode)];

    /// <summary>The constants, without their elements.</summary>
    public IReadOnlyList<GraphInitializer> Initializers =>
        [.. Graph.Initializer.Select(i => new GraphInitializer(i.Name, TensorCodec.TypeOf(i), TensorCodec.ShapeOf(i), TensorCodec.IsExternal(i)))];

    /// <summary>Files beside the model's that hold initializers, relative to its folder and inside it.</summary>
    public IReadOnlyList<string> ExternalFiles => [.. Graph.Initializer.Where(TensorCodec.IsExternal).Select(ExternalData.Location).Distinct()];

    private GraphProto Graph => _model.Graph;

    /// <summary>Reads a model from memory, which must not change as long as the graph is used.</summary>
    /// <exception cref="CorruptGraphException">The bytes are not a consistent ONNX model.</exception>
    public static OnnxGraph Read(ReadOnlyMemory<byte> bytes) => Read(bytes, null);

    /// <summary>Reads a model file; external data is read where it is asked for.</summary>
    /// <exception cref="CorruptGraphException">The file is not a consistent ONNX model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OnnxGraph Load(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return Read(File.ReadAllBytes(full), Path.GetDirectoryName(full));
        }
        catch (CorruptGraphException e)
        {
            throw new CorruptGraphException($"{path}: {e.Message}", e.InnerException);
        }
    }

    /// <summary>The elements of an initializer, from the model or the file beside it.</summary>
    /// <exception cref="InvalidGraphException">The graph has no such initializer.</exception>
    /// <exception cref="CorruptGraphException">The elements are of a type no <see cref="Tensor"/> holds, or their file is absent or too short.</exception>
    public Tensor ReadInitializer(string name) => TensorCodec.Decode(FindInitializer(name), _directory);

    private static OnnxGraph Read(ReadOnlyMemory<byte> bytes, string? directory)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes.Span);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new CorruptGraphException($"not an ONNX model: {e.Message}", e);
        }

        GraphValidator.Validate(model);
        return new OnnxGraph(model, directory);
    }

    private TensorProto FindInitializer(string name)
    {
        foreach (var initializer in Graph.Initializer)
        {
            if (initializer.Name == name)
            {
                return initializer;
            }
        }

        throw new InvalidGraphException($"the graph has no initializer '{name}'; it has {Names(Graph.Initializer.Select(i => i.Name))}");
    }

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return all.Length == 0 ? "none" : string.Join(", ", all.Take(10).Select(n => $"'{n}'")) + (all.Length > 10 ? $" and {all.Length - 10} more" : "");
    }
}
