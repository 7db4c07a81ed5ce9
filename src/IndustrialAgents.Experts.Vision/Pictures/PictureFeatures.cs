using System.Text.Json;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Steps;
using IndustrialAgents.Experts.Vision.Textures;
using IndustrialAgents.Json;
using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>
/// Fixed features of pictures: an ONNX graph, the value of it that counts, and how a picture becomes the graph's input. Thread-safe; dispose it to
/// let go of the model.
/// </summary>
public sealed class PictureFeatures : IDisposable
{
    /// <summary>Name of the features in models that are made of them.</summary>
    public const string Output = "features";

    private readonly ImageStep _step;
    private readonly OnnxSession _session;
    private readonly string _input;

    private PictureFeatures(OnnxGraph graph, ManifestStep preprocess, IReadOnlyList<int>? widths)
    {
        (Graph, Preprocess) = (graph, preprocess);
        _step = CreateStep(preprocess);

        // One thread a run: pictures are many and run side by side.
        _session = OnnxSession.Load(graph.ToBytes(), new OnnxSessionOptions { IntraOpThreads = 1, Providers = [OnnxProvider.Cpu] }, "picture-features");
        _input = preprocess.Options.TryGetValue("input", out var input) && input.GetString() is { } name ? name : graph.Inputs[0].Name;
        try
        {
            // What the graph gives is not always declared: one black picture tells.
            Widths = widths ?? [Extract(new Image(64, 64, PixelFormat.Grey)).Length];
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>Number of features.</summary>
    public int Width => Widths.Sum();

    /// <summary>Number of features of each kind, in their order; kinds weigh the same whatever their number.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>How a picture becomes the graph's input: a step <c>image</c>.</summary>
    public ManifestStep Preprocess { get; }

    /// <summary>The graph, with the output <see cref="Output"/> [batch, width].</summary>
    internal OnnxGraph Graph { get; }

    /// <summary>Texture features (<see cref="TextureGraph"/>), which need no download.</summary>
    /// <param name="side">Side in pixels to which pictures are brought.</param>
    /// <param name="blocks">What to compute.</param>
    /// <exception cref="ArgumentOutOfRangeException">The side is less than <see cref="TextureGraph.MinSide"/>, or there are no blocks.</exception>
    public static PictureFeatures Textures(int side, TextureBlocks blocks = TextureGraph.GreyBlocks) => new(
        TextureGraph.Create(side, blocks),
        Step(("input", TextureGraph.Input), ("width", side), ("height", side), ("channels", blocks.HasFlag(TextureBlocks.Colour) ? "rgb" : "grey"), ("divisor", 255)),
        TextureGraph.Widths(blocks));

    /// <summary>The features of a graph that puts out <see cref="Output"/> [1, width].</summary>
    /// <exception cref="OnnxException">The runtime refuses the graph.</exception>
    /// <exception cref="InvalidManifestException">The step is none of pictures.</exception>
    internal static PictureFeatures Of(OnnxGraph graph, ManifestStep preprocess) => new(graph, preprocess, null);

    /// <summary>The features of one picture of any size.</summary>
    public float[] Extract(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var outputs = _session.Run(new Dictionary<string, Tensor> { [_input] = _step.Convert(image, out _) });
        return outputs[Output].AsSpan<float>().ToArray();
    }

    /// <summary>The features of many pictures, in their order; they are decoded and computed side by side.</summary>
    /// <param name="count">Number of pictures.</param>
    /// <param name="picture">Gives the picture of an index; called from several threads at once.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    public float[][] Extract(int count, Func<int, Image> picture, CancellationToken cancellationToken = default)
    {
        var features = new float[count][];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, count, options, i => features[i] = Extract(picture(i)));
        return features;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>The model of these features and what is put behind them.</summary>
    internal OnnxGraph Join(OnnxGraph head) => Graph.Join(Output, head, Output);

    /// <summary>A step <c>image</c> with the options given.</summary>
    internal static ManifestStep Step(params ReadOnlySpan<(string Name, object Value)> options) => Step("image", options);

    /// <summary>A step of a manifest.</summary>
    internal static ManifestStep Step(string use, params ReadOnlySpan<(string Name, object Value)> options)
    {
        var step = new ManifestStep { Use = use };
        foreach (var (name, value) in options)
        {
            step.Options[name] = JsonSerializer.SerializeToElement(value, value.GetType(), ContractJson.Options);
        }

        return step;
    }

    internal static ImageStep CreateStep(ManifestStep preprocess)
    {
        var manifest = new Manifest { Name = "features", Version = "1", Modality = Modality.Vision, Tasks = [ExpertTask.Embed] };
        var options = new StepOptions("expert.json", "inputs[0].preprocess", preprocess);
        return preprocess.Use == "image"
            ? ImageStep.Create(new StepContext(manifest, "", [], options))
            : throw options.Invalid(null, $"is '{preprocess.Use}'; features of pictures need the step 'image'");
    }
}
