using IndustrialAgents.Onnx;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>Makes features of any ONNX model that was trained on pictures: a value inside it becomes its output, averaged over places where it has any. Thread-safe.</summary>
public static class BackboneFeatures
{
    private static readonly string[] Products = ["Gemm", "MatMul", "QGemm", "QLinearMatMul", "MatMulInteger", "DynamicQuantizeMatMul"];

    /// <summary>Features of the model in an expert's folder, prepared as its manifest says.</summary>
    /// <param name="folder">An expert's folder, whose first file is the model.</param>
    /// <param name="tensor">Name of the value; null for what the last classifying layer takes.</param>
    /// <exception cref="InvalidManifestException">The manifest cannot be read, or its input is no picture.</exception>
    /// <exception cref="InvalidRequestException">The model has no such value or no classifying layer, or the value is no features of a picture.</exception>
    public static PictureFeatures Open(string folder, string? tensor = null)
    {
        var (model, step) = Read(folder);
        return Open(model, step, tensor);
    }

    /// <summary>Features of a model.</summary>
    /// <param name="model">The model; it stays as it is.</param>
    /// <param name="preprocess">The step <c>image</c> that prepares a picture for it.</param>
    /// <param name="tensor">Name of the value, floating-point or 8-bit, [1, channels] or [1, channels, height, width]; null for what the last classifying layer takes.</param>
    /// <exception cref="InvalidRequestException">The model has no such value or no classifying layer, or the value is no features of a picture.</exception>
    public static PictureFeatures Open(OnnxGraph model, ManifestStep preprocess, string? tensor = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        tensor ??= LastLayerInput(model);

        // Numbers of a quantised model are as good as what they stand for, since features are standardised. Only operators that mean the same in
        // every operator set, as the model's own holds.
        var head = new GraphBuilder("backbone-features");
        var value = head.Cast(head.Input("value", ElementType.Float32), ElementType.Float32);
        var means = head.Flatten(head.GlobalAveragePool(head.Reshape(value, [0, 0, -1, 1])), name: PictureFeatures.Output);
        head.Output(means, ElementType.Float32, "batch", "width");
        try
        {
            return PictureFeatures.Of(model.Join(tensor, head.Build()), preprocess);
        }
        catch (InvalidGraphException e)
        {
            throw new InvalidRequestException("backbone.tensor", e.Message, e);
        }
        catch (OnnxException e)
        {
            throw new InvalidRequestException("backbone.tensor", $"'{tensor}' cannot serve as features: {e.Message}; name a value [1, channels] or [1, channels, height, width]", e);
        }
    }

    /// <summary>What the last matrix product of a model takes, or the last convolution of one row and column where there is none.</summary>
    /// <exception cref="InvalidRequestException">The model has neither.</exception>
    public static string LastLayerInput(OnnxGraph model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var node = model.Nodes.LastOrDefault(n => Products.Contains(n.OpType))
            ?? model.Nodes.LastOrDefault(n => n.OpType is "Conv" or "QLinearConv");
        return node?.Inputs[0] ?? throw new InvalidRequestException("backbone.tensor", $"'{model.Name}' has no classifying layer; name the value that holds the features");
    }

    /// <summary>The model of an expert's folder and the step that prepares its picture.</summary>
    internal static (OnnxGraph Model, ManifestStep Step) Read(string folder)
    {
        var manifest = ManifestReader.ReadFolder(folder);
        return manifest.Inputs is [{ Kind: Modality.Vision, Preprocess: { } step }] && manifest.Files.Count > 0
            ? (OnnxGraph.Load(Path.Combine(folder, manifest.Files[0].Path)), step)
            : throw new InvalidRequestException("backbone", $"{manifest.Id} does not take one picture with a step 'image', or has no file; give a classifier of pictures");
    }
}
