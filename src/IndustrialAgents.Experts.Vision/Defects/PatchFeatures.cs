using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Pictures;
using IndustrialAgents.Experts.Vision.Steps;
using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Defects;

/// <summary>Fixed features of the patches of a picture, which lie on a grid. Thread-safe; dispose it to let go of the model.</summary>
public sealed class PatchFeatures : IDisposable
{
    private readonly ImageStep _step;
    private readonly OnnxSession _session;
    private readonly string _input;
    private readonly string _output;

    private PatchFeatures(OnnxGraph graph, string output, ManifestStep preprocess)
    {
        (Graph, _output, Preprocess) = (graph, output, preprocess);
        _step = PictureFeatures.CreateStep(preprocess);
        _session = OnnxSession.Load(graph.ToBytes(), new OnnxSessionOptions { IntraOpThreads = 1, Providers = [OnnxProvider.Cpu] }, "patch-features");
        _input = preprocess.Options.TryGetValue("input", out var input) && input.GetString() is { } name ? name : graph.Inputs[0].Name;

        // What the graph gives is not always declared: one black picture tells.
        var shape = Run(new Image(64, 64, PixelFormat.Grey)).Shape;
        if (shape.Rank != 4 || shape[2] < 2 || shape[3] < 2)
        {
            _session.Dispose();
            throw new InvalidRequestException("backbone.tensor", $"'{output}' is {shape}; a map of patches is [1, channels, rows, columns]");
        }

        (Channels, Rows, Columns) = ((int)shape[1], (int)shape[2], (int)shape[3]);
    }

    /// <summary>Features of a patch.</summary>
    public int Channels { get; }

    /// <summary>Rows of the grid.</summary>
    public int Rows { get; }

    /// <summary>Columns of the grid.</summary>
    public int Columns { get; }

    /// <summary>How a picture becomes the graph's input: a step <c>image</c>.</summary>
    public ManifestStep Preprocess { get; }

    /// <summary>The graph, with the map [batch, channels, rows, columns] among its values.</summary>
    internal OnnxGraph Graph { get; }

    /// <summary>Patches of 8 x 8 pixels described by fixed filters; needs no download.</summary>
    /// <param name="side">Side in pixels to which pictures are brought, a multiple of 8.</param>
    public static PatchFeatures Textures(int side) => new(
        PatchGraph.Create(side),
        PatchGraph.Output,
        PictureFeatures.Step(("input", PatchGraph.Input), ("width", side), ("height", side), ("channels", "grey"), ("divisor", 255)));

    /// <summary>A feature map inside the model of an expert's folder, prepared as its manifest says.</summary>
    /// <param name="folder">An expert's folder, whose first file is the model.</param>
    /// <param name="tensor">Name of the map [1, channels, rows, columns].</param>
    /// <exception cref="InvalidRequestException">The model has no such value, or it is no such map.</exception>
    /// <exception cref="InvalidManifestException">The manifest cannot be read, or its input is no picture.</exception>
    public static PatchFeatures Backbone(string folder, string tensor)
    {
        var (model, step) = BackboneFeatures.Read(folder);
        return Backbone(model, step, tensor);
    }

    /// <summary>A feature map inside a model.</summary>
    /// <param name="model">The model; it stays as it is.</param>
    /// <param name="preprocess">The step <c>image</c> that prepares a picture for it.</param>
    /// <param name="tensor">Name of the map [1, channels, rows, columns].</param>
    /// <exception cref="InvalidRequestException">The model has no such value, or it is no such map.</exception>
    public static PatchFeatures Backbone(OnnxGraph model, ManifestStep preprocess, string tensor)
    {
        ArgumentNullException.ThrowIfNull(model);
        var cast = new GraphBuilder("patches");
        cast.Output(cast.Cast(cast.Input("value", ElementType.Float32), ElementType.Float32, PatchGraph.Output), ElementType.Float32, "batch", "channels", "rows", "columns");
        try
        {
            return new PatchFeatures(model.Join(tensor, cast.Build()), PatchGraph.Output, preprocess);
        }
        catch (InvalidGraphException e)
        {
            throw new InvalidRequestException("backbone.tensor", e.Message, e);
        }
        catch (OnnxException e)
        {
            throw new InvalidRequestException("backbone.tensor", $"'{tensor}' cannot serve as patches: {e.Message}", e);
        }
    }

    /// <summary>Features [patch, channel] of one picture, patches row by row.</summary>
    public float[] Extract(Image image)
    {
        var map = Run(image).AsSpan<float>();
        var (patches, result) = (Rows * Columns, new float[map.Length]);
        for (var c = 0; c < Channels; c++)
        {
            for (var p = 0; p < patches; p++)
            {
                result[(p * Channels) + c] = map[(c * patches) + p];
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>The model of these patches and what is put behind them.</summary>
    internal OnnxGraph Join(OnnxGraph scorer) => Graph.Join(_output, scorer);

    private Tensor Run(Image image) => _session.Run(new Dictionary<string, Tensor> { [_input] = _step.Convert(image, out _) })[_output];
}
