using System.Globalization;
using IndustrialAgents.Learning;
using IndustrialAgents.Onnx;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Fits a classifier of texts on the vectors of a sentence encoder, in closed form: a ridge head whose strength is chosen on folds held out, and a
/// temperature fitted to the same folds (Guo et al. 2017). Encoder, pooling and head become one ONNX model. Thread-safe.
/// </summary>
public static class EncoderClassifier
{
    /// <summary>Name of the model's output of probabilities <c>[batch, class]</c>.</summary>
    public const string Output = "probabilities";

    private const int SideBySide = 16;
    private const int Twentieths = 20;

    /// <summary>Fits an expert that answers <see cref="ExpertTask.Classify"/> on texts.</summary>
    /// <param name="encoder">Folder of an expert that embeds texts: input step <c>text</c>, output step <c>embedding</c>.</param>
    /// <param name="examples">Texts with their labels, at least two of each of at least two labels.</param>
    /// <param name="options">How to fit; null for the defaults.</param>
    /// <param name="progress">Told what is being done; null where nobody asks.</param>
    /// <param name="cancellationToken">Ends the fit.</param>
    /// <returns>The expert, not saved yet. It holds a copy of the encoder.</returns>
    /// <exception cref="InvalidRequestException">The folder holds no such encoder, or there are too few texts; the message says which.</exception>
    public static async Task<FittedExpert> FitAsync(
        string encoder, IReadOnlyList<(string Text, string Label)> examples, EncoderClassifierOptions? options = null, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(examples);
        options ??= new EncoderClassifierOptions();
        InvalidRequestException.Require(options.Folds >= 2, "folds", $"{options.Folds}; it must be at least 2");
        var labels = Labels(examples);
        var model = EncoderModel.Open(encoder);
        var vectors = await EmbedAsync(encoder, model, examples, progress, cancellationToken).ConfigureAwait(false);
        progress?.Report(string.Create(CultureInfo.InvariantCulture, $"fitting a head of {labels.Length} labels to {examples.Count:N0} vectors"));
        int[] classes = [.. examples.Select(example => Array.BinarySearch(labels, example.Label, StringComparer.Ordinal))];
        var ridge = FoldedRidge.Fit(Rows(vectors, classes, labels.Length, options));
        var temperature = TemperatureScaling.Fit(ridge.HeldOut.Span, classes, labels.Length).Temperature;
        var manifest = new Manifest
        {
            Name = options.Name,
            Version = options.Version,
            Modality = Modality.Language,
            Tasks = [ExpertTask.Classify],
            Description = string.Create(CultureInfo.InvariantCulture, $"Names one of {labels.Length} classes of a text; ridge on vectors of {model.Manifest.Id}, fitted to {examples.Count} texts."),
            Inputs = model.Manifest.Inputs,
            Output = ManifestStep.Of("probabilities", new { output = Output }),
            Labels = labels,
            FailureModes = options.FailureModes,
            License = model.Manifest.License,
            Source = model.Manifest.Source,
            Batching = model.Manifest.Batching,
            Hardware = model.Manifest.Hardware,
        };
        return new FittedExpert(manifest, model.WithHead(ridge.Head, temperature, labels.Length).ToBytes()) { Attachments = model.Attachments() };
    }

    private static string[] Labels(IReadOnlyList<(string Text, string Label)> examples)
    {
        for (var i = 0; i < examples.Count; i++)
        {
            InvalidRequestException.Require(examples[i].Text is not null && !string.IsNullOrWhiteSpace(examples[i].Label), $"examples[{i}]", "a text and a label are needed");
        }

        string[] labels = [.. examples.Select(example => example.Label).Distinct().Order(StringComparer.Ordinal)];
        InvalidRequestException.Require(labels.Length >= 2, "examples", $"{examples.Count} texts of {labels.Length} labels; texts of at least two different labels are needed");
        return labels;
    }

    private static async Task<float[][]> EmbedAsync(
        string folder, EncoderModel model, IReadOnlyList<(string Text, string Label)> examples, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        using var pool = new ModelPool();
        IExpert expert;
        try
        {
            expert = new ExpertLoader(ExpertCatalog.Of([new LanguageModule()]), new PooledModels(pool, TimeProvider.System)).Load(folder);
        }
        catch (Exception e) when (e is InvalidManifestException or ExpertFailedException)
        {
            throw new InvalidRequestException("encoder", e.Message, e);
        }

        using var closing = expert as IDisposable;
        var vectors = new float[examples.Count][];
        var done = 0;
        await Parallel.ForAsync(0, vectors.Length, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken }, async (i, token) =>
        {
            var reply = await expert.AskAsync(new Request { Task = ExpertTask.Embed, Inputs = [new TextInput(examples[i].Text)] }, token).ConfigureAwait(false);
            vectors[i] = ((Embedding)reply.Output).Vector.ToArray();
            var before = Interlocked.Increment(ref done) - 1;
            if (before * Twentieths / vectors.Length != (before + 1) * Twentieths / vectors.Length)
            {
                progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{model.Manifest.Id} reads text {before + 1:N0} of {vectors.Length:N0}"));
            }
        }).ConfigureAwait(false);
        return vectors;
    }

    // Texts of one label are dealt to the folds in turn, in a seeded order.
    private static RidgeRows Rows(float[][] vectors, int[] classes, int labels, EncoderClassifierOptions options)
    {
        var order = Enumerable.Range(0, classes.Length).ToArray();
        new Random(options.Seed).Shuffle(order);
        var folds = new int[classes.Length];
        foreach (var (place, row) in order.OrderBy(row => classes[row]).Index())
        {
            folds[row] = place % Math.Min(options.Folds, classes.Length);
        }

        var targets = new float[classes.Length * labels];
        for (var row = 0; row < classes.Length; row++)
        {
            targets[(row * labels) + classes[row]] = 1;
        }

        return new RidgeRows([.. vectors.SelectMany(vector => vector)], vectors[0].Length, targets, labels, folds);
    }
}
