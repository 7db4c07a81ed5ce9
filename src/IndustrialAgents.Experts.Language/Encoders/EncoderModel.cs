using System.Text.Json;
using IndustrialAgents.Learning;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Language;

/// <summary>The graph of an expert that embeds texts, to which a head is put: pooling and unit length are done in the graph as its output step does them.</summary>
internal sealed class EncoderModel
{
    // Since then axes are an input of the nodes that the head has, and a batch is flattened by softmax along the last axis only.
    private const long LeastOpset = 13;

    private readonly string _folder;
    private readonly OnnxGraph _graph;
    private readonly string _modelFile;
    private readonly GraphValue _vectors;
    private readonly string _pool;
    private readonly string? _mask;
    private readonly bool _normalize;

    private EncoderModel(string folder, Manifest manifest, string modelFile, OnnxGraph graph)
    {
        (_folder, Manifest, _modelFile, _graph) = (folder, manifest, modelFile, graph);
        var options = manifest.Output!.Options;
        var output = Text("output") ?? graph.Outputs[0].Name;
        _vectors = graph.Outputs.FirstOrDefault(value => value.Name == output)
            ?? throw Wrong($"its model has no output '{output}'; it has {string.Join(", ", graph.Outputs.Select(value => value.Name))}");
        _pool = Text("pool")?.ToLowerInvariant() ?? "none";
        var mask = Text("mask") ?? "attention_mask";
        _mask = graph.Inputs.Any(input => input.Name == mask) ? mask : null;
        _normalize = options.TryGetValue("normalize", out var normalize) && normalize.ValueKind == JsonValueKind.True;
        string? Text(string name) => options.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    /// <summary>The encoder's manifest.</summary>
    public Manifest Manifest { get; }

    /// <summary>Opens an expert's folder.</summary>
    /// <exception cref="InvalidRequestException">It holds no encoder of texts.</exception>
    public static EncoderModel Open(string folder)
    {
        try
        {
            var manifest = ManifestReader.ReadFolder(folder);
            if (!manifest.Tasks.Contains(ExpertTask.Embed) || manifest.Inputs is not [{ Preprocess.Use: "text" }] || manifest.Output?.Use != "embedding"
                || manifest.Files.FirstOrDefault(file => file.Path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)) is not { } file)
            {
                throw Wrong($"{manifest.Id} in {folder} does not embed texts with a model (input step text, output step embedding); pull one with 'ia models pull ... --as sentence-encoder'");
            }

            var graph = OnnxGraph.Load(Path.Combine(folder, file.Path));
            return graph.Opsets.GetValueOrDefault("") is var opset && opset < LeastOpset
                ? throw Wrong($"the model of {manifest.Id} has operator set {opset}; export it with {LeastOpset} or above")
                : new EncoderModel(folder, manifest, file.Path, graph);
        }
        catch (Exception e) when (e is InvalidManifestException or CorruptGraphException or IOException)
        {
            throw new InvalidRequestException("encoder", $"{folder} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Encoder and head as one model, whose output is <see cref="EncoderClassifier.Output"/>.</summary>
    public OnnxGraph WithHead(RidgeHead head, double temperature, int labels)
    {
        var graph = new GraphBuilder("encoder_classifier").DocString("A sentence encoder, its pooling, ridge regression, softmax.");
        GraphDimension[] shape = [.. Enumerable.Repeat(default(GraphDimension), _pool == "none" ? 2 : 3)];
        var vectors = graph.Cast(graph.Input("vectors", _vectors.ElementType, shape), ElementType.Float32);
        var pooled = Pool(graph, vectors);
        if (_normalize)
        {
            pooled = graph.Div(pooled, graph.Add(graph.Sqrt(graph.ReduceSum(graph.Square(pooled), [-1])), graph.Scalar(1e-12f)));
        }

        var logits = graph.Gemm(
            pooled,
            graph.Initializer("head_weights", Scaled(head.Weights, temperature), head.Features, labels),
            graph.Initializer("head_intercept", Scaled(head.Intercept, temperature), labels));
        return _graph.Join(_vectors.Name, graph.Output(EncoderClassifier.Output, graph.Softmax(logits), ElementType.Float32, "batch", labels).Build());
    }

    /// <summary>The encoder's files beside its model, and the model's external data under their own names.</summary>
    public Dictionary<string, byte[]> Attachments() =>
        Manifest.Files.Where(file => file.Path != _modelFile).ToDictionary(file => file.Path, file => File.ReadAllBytes(Path.Combine(_folder, file.Path)));

    private static InvalidRequestException Wrong(string message) => new("encoder", message);

    private static float[] Scaled(ReadOnlySpan<double> values, double temperature)
    {
        var scaled = new float[values.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = (float)(values[i] / temperature);
        }

        return scaled;
    }

    // [batch, tokens, dimension] to [batch, dimension], by what counts of the tokens.
    private GraphTensor Pool(GraphBuilder graph, GraphTensor vectors)
    {
        if (_pool == "none")
        {
            return vectors;
        }

        // Without a mask every token counts.
        var counts = _mask is null
            ? graph.Add(graph.Mul(graph.Slice(vectors, [0], [1], [2]), graph.Scalar(0f)), graph.Scalar(1f))
            : graph.Unsqueeze(graph.Cast(graph.Input(_mask, _graph.Inputs.First(input => input.Name == _mask).ElementType, default, default), ElementType.Float32), [2]);
        var place = graph.Node("CumSum", [counts, graph.Scalar(1L)]);
        var chosen = _pool switch
        {
            "first" => graph.Mul(counts, Is(graph.Scalar(1f))),
            "last" => graph.Mul(counts, Is(graph.ReduceSum(counts, [1]))),
            _ => counts,
        };
        return graph.Div(graph.ReduceSum(graph.Mul(vectors, chosen), [1], keepDimensions: false), graph.ReduceSum(chosen, [1], keepDimensions: false));

        GraphTensor Is(GraphTensor wanted) => graph.Cast(graph.Node("Equal", [place, wanted]), ElementType.Float32);
    }
}
