using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Json;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Textures;

/// <summary>
/// Fits a classifier of surfaces and other textures to pictures of one's own, in closed form and without downloaded weights: fixed filters
/// (<see cref="TextureGraph"/>), a ridge regression, and a temperature. The result is one ONNX model with its manifest. Thread-safe.
/// </summary>
public static class TextureClassifier
{
    /// <summary>The model's output of probabilities [batch, classes].</summary>
    public const string Probabilities = "probabilities";

    /// <summary>Fits to labelled pictures; classes are in the alphabetical order of their labels. The same pictures give the same model.</summary>
    /// <param name="pictures">At least two of each of at least two classes, those taken one after another next to each other.</param>
    /// <param name="options">Names and settings; the defaults where null.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="InvalidRequestException">There are too few pictures or classes, or a picture cannot be read; the message says which.</exception>
    public static FittedExpert Fit(
        IReadOnlyList<LabelledPicture> pictures, TextureClassifierOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        options ??= new TextureClassifierOptions();
        var labels = pictures.Select(picture => picture.Label).Distinct().Order(StringComparer.Ordinal).ToArray();
        var classes = pictures.Select(picture => Array.IndexOf(labels, picture.Label)).ToArray();
        var folds = Math.Min(options.Folds, Check(labels, classes, options));
        var head = TextureHead.Fit(Extract(pictures, options.Side, cancellationToken), classes, labels.Length, folds);
        cancellationToken.ThrowIfCancellationRequested();
        return new FittedExpert(Describe(labels, options), Build(head, labels, options).ToBytes());
    }

    /// <summary>Returns the number of pictures of the smallest class.</summary>
    private static int Check(string[] labels, int[] classes, TextureClassifierOptions options)
    {
        if (labels.Length < 2)
        {
            throw new InvalidRequestException("pictures", $"{classes.Length} pictures of {labels.Length} classes; a classifier needs at least two classes");
        }

        var counts = classes.CountBy(c => c).ToDictionary();
        foreach (var (c, count) in counts)
        {
            if (count < 2 || string.IsNullOrWhiteSpace(labels[c]))
            {
                throw new InvalidRequestException("pictures", $"class '{labels[c]}' has {count} pictures; every class needs a name and at least 2, one to fit and one to judge");
            }
        }

        if (options.Side is < TextureGraph.MinSide or > 2048)
        {
            throw new InvalidRequestException("side", $"{options.Side}; it must lie between {TextureGraph.MinSide} and 2048");
        }

        return options.Folds >= 2
            ? counts.Values.Min()
            : throw new InvalidRequestException("folds", $"{options.Folds}; at least 2 are needed to choose on what was not fitted");
    }

    private static float[][] Extract(IReadOnlyList<LabelledPicture> pictures, int side, CancellationToken cancellationToken)
    {
        using var features = new TextureFeatures(side);
        try
        {
            return features.Extract(pictures.Count, Decode, cancellationToken);
        }
        catch (AggregateException error) when (error.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(error.InnerException);
            throw;
        }

        Image Decode(int index)
        {
            try
            {
                return ImageDecoder.Decode(pictures[index].Data.Span);
            }
            catch (ImageFormatException error)
            {
                throw new InvalidRequestException($"pictures[{index}].data", error.Message, error);
            }
        }
    }

    private static OnnxGraph Build(TextureHead head, string[] labels, TextureClassifierOptions options)
    {
        var graph = new GraphBuilder(options.Name)
            .DocString("Scattering coefficients and binary patterns, ridge regression, softmax.")
            .Metadata("labels", string.Join(',', labels))
            .Metadata("ridge_strength", head.Ridge.Strength.ToString("R", CultureInfo.InvariantCulture))
            .Metadata("temperature", head.Temperature.ToString("R", CultureInfo.InvariantCulture));
        var width = TextureGraph.Width;
        var features = TextureGraph.Add(graph, options.Side);
        var mean = graph.Initializer("feature_mean", head.Mean, width);
        var scale = graph.Initializer("feature_scale", head.Scale, width);
        var weights = graph.Initializer("weights", Scaled(head.Ridge.Weights, 1 / head.Temperature), width, labels.Length);
        var intercept = graph.Initializer("intercept", Scaled(head.Ridge.Intercept, 1 / head.Temperature), labels.Length);
        var logits = graph.Gemm(graph.Mul(graph.Sub(features, mean), scale), weights, intercept, name: "logits");
        return graph
            .Output(graph.Softmax(logits, name: Probabilities), ElementType.Float32, "batch", labels.Length)
            .Output(features, ElementType.Float32, "batch", width)
            .Build();
    }

    private static Manifest Describe(string[] labels, TextureClassifierOptions options) => new()
    {
        Name = options.Name,
        Version = options.Version,
        Modality = Modality.Vision,
        Tasks = [ExpertTask.Classify],
        Description = options.Description ?? $"Names the texture that a picture shows: {string.Join(", ", labels)}.",
        Inputs =
        [
            new ManifestInput
            {
                Kind = Modality.Vision,
                Preprocess = Step("image", ("input", TextureGraph.Input), ("width", options.Side), ("height", options.Side), ("channels", "grey"), ("divisor", 255)),
            },
        ],
        Output = Step("probabilities", ("output", Probabilities)),
        Labels = labels,
        FailureModes = options.FailureModes,
        Assets = options.Assets,
        Batching = new BatchingPolicy { MaxBatch = 8 },
    };

    private static ManifestStep Step(string use, params ReadOnlySpan<(string Name, object Value)> options)
    {
        var step = new ManifestStep { Use = use };
        foreach (var (name, value) in options)
        {
            step.Options[name] = JsonSerializer.SerializeToElement(value, value.GetType(), ContractJson.Options);
        }

        return step;
    }

    private static float[] Scaled(ReadOnlySpan<double> values, double factor)
    {
        var result = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            result[i] = (float)(values[i] * factor);
        }

        return result;
    }
}
