using System.Globalization;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Pictures;

/// <summary>Finds a model whose features are wanted, and how pictures are prepared for it. Thread-safe.</summary>
public static class BackboneModel
{
    private const int DefaultSide = 224;

    // Means and deviations of ImageNet, on which backbones are commonly trained (torchvision's documentation).
    private static readonly double[] Mean = [0.485, 0.456, 0.406];
    private static readonly double[] Deviation = [0.229, 0.224, 0.225];

    /// <summary>Reads an expert's folder, an ONNX file beside a manifest that names it, or an ONNX file alone.</summary>
    /// <param name="path">Folder or file.</param>
    /// <returns>The model, the step <c>image</c> that prepares a picture, and whether that step was guessed from the model's input.</returns>
    /// <exception cref="InvalidRequestException">There is nothing at the path, or it is no model, or does not take one picture.</exception>
    /// <exception cref="InvalidManifestException">The manifest cannot be read.</exception>
    public static (OnnxGraph Model, ManifestStep Preprocess, bool IsGuessed) Read(string path)
    {
        if (Directory.Exists(path))
        {
            var (model, step) = BackboneFeatures.Read(path);
            return (model, step, false);
        }

        InvalidRequestException.Require(File.Exists(path), "backbone", $"'{path}' is neither a file nor a folder; name an ONNX model, or the folder of an expert of pictures");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (File.Exists(Path.Combine(folder, ManifestReader.FileName)) && ManifestReader.ReadFolder(folder).Files is [var first, ..] && first.Path == Path.GetFileName(path))
        {
            var (model, step) = BackboneFeatures.Read(folder);
            return (model, step, false);
        }

        var alone = Load(path);
        return (alone, Guess(alone), true);
    }

    /// <summary>
    /// How pictures are commonly prepared for a model, by the shape of its first input: its own size, or 224 where that is not fixed; colours where it
    /// has three channels, with the means and deviations of ImageNet, grey from 0 to 1 where it has one.
    /// </summary>
    /// <exception cref="InvalidRequestException">The input is none of pictures.</exception>
    public static ManifestStep Guess(OnnxGraph model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var input = model.Inputs.Count > 0 ? model.Inputs[0] : null;
        var sides = (input?.Dimensions ?? []).Select(dimension => dimension.Length).ToArray();
        var (isFirst, isLast) = (sides.Length == 4 && sides[1] is 1 or 3, sides.Length == 4 && sides[3] is 1 or 3);
        InvalidRequestException.Require(
            isFirst || isLast,
            "backbone",
            $"'{model.Name}' takes {input?.ToString() ?? "nothing"}, which is no picture [1, channels, height, width] or [1, height, width, channels]; put a manifest beside it that says how pictures are prepared");
        var (height, width, channels) = isFirst ? (sides[2], sides[3], sides[1]) : (sides[1], sides[2], sides[3]);
        var options = new List<(string, object)>
        {
            ("input", input!.Name), ("width", width ?? DefaultSide), ("height", height ?? DefaultSide),
            ("layout", isFirst ? "nchw" : "nhwc"), ("channels", channels == 3 ? "rgb" : "grey"),
        };
        if (input.ElementType == ElementType.UInt8)
        {
            options.Add(("type", "uint8"));
        }
        else
        {
            options.Add(("divisor", 255));
            options.AddRange(channels == 3 ? [("mean", Mean), ("deviation", Deviation)] : Array.Empty<(string, object)>());
        }

        return PictureFeatures.Step([.. options]);
    }

    /// <summary>A step's options in one line.</summary>
    public static string Describe(this ManifestStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return string.Join(", ", step.Options.Where(option => option.Key != "input").Select(option => string.Create(CultureInfo.InvariantCulture, $"{option.Key} {option.Value}")));
    }

    private static OnnxGraph Load(string path)
    {
        try
        {
            return OnnxGraph.Load(path);
        }
        catch (CorruptGraphException e)
        {
            throw new InvalidRequestException("backbone", $"{e.Message}; give an ONNX model", e);
        }
    }
}
