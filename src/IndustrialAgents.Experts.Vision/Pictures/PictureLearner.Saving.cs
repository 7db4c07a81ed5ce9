using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using IndustrialAgents.Json;
using IndustrialAgents.Learning;
using IndustrialAgents.Onnx.Graphs;

namespace IndustrialAgents.Experts.Vision.Pictures;

public sealed partial class PictureLearner
{
    /// <summary>The model's output of probabilities [batch, classes].</summary>
    public const string Probabilities = "probabilities";

    private const string RecipeFile = "learning/recipe.json";
    private const string LabelsFile = "learning/labels.json";
    private const string SumsFile = "learning/sums.ridge";
    private const string BackboneFile = "learning/backbone.onnx";
    private const string PreprocessFile = "learning/preprocess.json";

    /// <summary>The classifier as an expert whose folder keeps what was learned, for <see cref="Load"/>. Classes are in the alphabetical order of their labels.</summary>
    /// <param name="id">Its name and version.</param>
    /// <param name="failureModes">Maps a label to the failure mode it speaks for.</param>
    /// <exception cref="InvalidRequestException">Fewer than two classes are left.</exception>
    public FittedExpert ToExpert(ExpertId id, IReadOnlyDictionary<string, string>? failureModes = null)
    {
        var (head, labels) = Solve();
        var (statistics, _) = _sums.Present();
        var files = new Dictionary<string, byte[]>
        {
            [RecipeFile] = JsonSerializer.SerializeToUtf8Bytes(_recipe, ContractJson.Options),
            [LabelsFile] = JsonSerializer.SerializeToUtf8Bytes(labels, ContractJson.Options),
            [SumsFile] = RidgeStatisticsFile.Save(statistics),
        };
        if (_backbone is not null)
        {
            files[BackboneFile] = _backbone;
            files[PreprocessFile] = JsonSerializer.SerializeToUtf8Bytes(_features.Preprocess, ContractJson.Options);
        }

        var manifest = new Manifest
        {
            Name = id.Name,
            Version = id.Version,
            Modality = Modality.Vision,
            Tasks = [ExpertTask.Classify],
            Description = $"Names what a picture shows: {string.Join(", ", labels)}.",
            Inputs = [new ManifestInput { Kind = Modality.Vision, Preprocess = _features.Preprocess }],
            Output = PictureFeatures.Step("probabilities", ("output", Probabilities)),
            Labels = labels,
            FailureModes = failureModes ?? new Dictionary<string, string>(),
            Batching = new BatchingPolicy { MaxBatch = _backbone is null ? 8 : 1 },
        };
        return new FittedExpert(manifest, _features.Join(Head(head, labels, id)).ToBytes()) { Attachments = files };
    }

    /// <summary>Whether an expert's folder keeps what <see cref="Load"/> needs.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsKeptIn(string folder) => File.Exists(Path.Combine(folder, SumsFile));

    /// <summary>The learner of an expert's folder that <see cref="ToExpert"/> made.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InvalidStatisticsException">The folder keeps no statistics, or they are damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static PictureLearner Load(string folder)
    {
        var file = Path.Combine(folder, RecipeFile);
        if (!IsKeptIn(folder))
        {
            throw new InvalidStatisticsException($"{folder} keeps no statistics of pictures ({SumsFile} is missing); fit one with 'ia fit classify'");
        }

        try
        {
            var recipe = Read<PictureRecipe>(folder, RecipeFile);
            var labels = Read<string[]>(folder, LabelsFile);
            if (recipe.Fault is { } fault || labels.Length == 0 || labels.Any(string.IsNullOrWhiteSpace) || labels.Distinct(StringComparer.Ordinal).Count() != labels.Length)
            {
                throw new InvalidStatisticsException($"{file} {recipe.Fault ?? "has labels that are empty or twice there"}; restore the folder, or fit it anew");
            }

            var statistics = RidgeStatisticsFile.Load(File.ReadAllBytes(Path.Combine(folder, SumsFile)));
            if (statistics.Features != recipe.Width || statistics.Targets != labels.Length)
            {
                throw new InvalidStatisticsException(
                    $"{SumsFile} has {statistics.Features} features and {statistics.Targets} classes, the recipe {recipe.Width} and {labels.Length}; restore the folder, or fit it anew");
            }

            var backbone = recipe.Backbone is null ? null : File.ReadAllBytes(Path.Combine(folder, BackboneFile));
            if (backbone is not null && Convert.ToHexStringLower(SHA256.HashData(backbone)) != recipe.Backbone)
            {
                throw new InvalidStatisticsException($"{BackboneFile} is not the backbone that the recipe names; restore the folder, or fit it anew");
            }

            var features = Open(recipe, backbone, backbone is null ? null : Read<ManifestStep>(folder, PreprocessFile));
            return new PictureLearner(recipe, features, new PictureSums(recipe.Width, labels, statistics), backbone);
        }
        catch (JsonException e)
        {
            throw new InvalidStatisticsException($"{folder}: a file of {Path.GetDirectoryName(RecipeFile)} cannot be read: {e.Message}; restore the folder, or fit it anew", e);
        }
    }

    private static T Read<T>(string folder, string path) =>
        JsonSerializer.Deserialize<T>(File.ReadAllBytes(Path.Combine(folder, path)), ContractJson.Options)
        ?? throw new InvalidStatisticsException($"{Path.Combine(folder, path)} is empty; restore the folder, or fit it anew");

    private static PictureFeatures Open(PictureRecipe recipe, byte[]? backbone, ManifestStep? preprocess) => backbone is null
        ? PictureFeatures.Textures(recipe.Side, recipe.Blocks)
        : PictureFeatures.Of(OnnxGraph.Read(backbone), preprocess!);

    private static string Hash(PictureFeatures backbone) => Convert.ToHexStringLower(SHA256.HashData(backbone.Graph.ToBytes()));

    private OnnxGraph Head(RidgeHead head, string[] labels, ExpertId id)
    {
        var graph = new GraphBuilder(id.Name)
            .DocString("Fixed features of pictures, ridge regression, softmax.")
            .Metadata("labels", string.Join(',', labels))
            .Metadata("features", _recipe.Backbone is null ? _recipe.Blocks.ToString() : "backbone")
            .Metadata("ridge_strength", head.Strength.ToString("R", CultureInfo.InvariantCulture))
            .Metadata("temperature", _recipe.Temperature.ToString("R", CultureInfo.InvariantCulture));
        var seen = _map.Add(graph, graph.Input(PictureFeatures.Output, ElementType.Float32, "batch", _recipe.Mean.Count));
        var weights = graph.Initializer("weights", Scaled(head.Weights), head.Features, labels.Length);
        var logits = graph.Gemm(seen, weights, graph.Initializer("intercept", Scaled(head.Intercept), labels.Length), name: "logits");
        return graph.Output(graph.Softmax(logits, name: Probabilities), ElementType.Float32, "batch", labels.Length).Build();
    }

    private float[] Scaled(ReadOnlySpan<double> values)
    {
        var result = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            result[i] = (float)(values[i] / _recipe.Temperature);
        }

        return result;
    }
}
