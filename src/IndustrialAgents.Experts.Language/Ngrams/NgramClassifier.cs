using System.Text.Json;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Fits a classifier of short texts to the user's own, in closed form: character n-grams hashed into buckets, weighted by how rare they are,
/// a ridge head on them, and a temperature that makes the probabilities honest. The head is solved in its dual form, since there are usually
/// fewer texts than buckets. Strength and temperature are those under which each text's label is most likely when that text is left out. Thread-safe.
/// </summary>
public static class NgramClassifier
{
    /// <summary>The most texts; time grows with their third power and memory with their second (128 MB at the most).</summary>
    public const int MaxTexts = 4000;

    private const int SearchTexts = 1000;

    /// <summary>Fits an expert that answers <see cref="ExpertTask.Classify"/> on texts.</summary>
    /// <param name="examples">Texts with their labels, of at least two different labels.</param>
    /// <param name="options">How to fit; null for the defaults.</param>
    /// <returns>The expert, not saved yet.</returns>
    /// <exception cref="InvalidRequestException">There are too few or too many texts, or a text or label is missing.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static FittedExpert Fit(IReadOnlyList<(string Text, string Label)> examples, NgramClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        options ??= new NgramClassifierOptions();
        if (options.Strengths.Count == 0 || options.Strengths.Any(strength => !(strength > 0) || !double.IsFinite(strength)))
        {
            throw new ArgumentException("strengths: name at least one, each positive and finite", nameof(options));
        }

        var labels = Labels(examples);
        int[] classes = [.. examples.Select(example => Array.BinarySearch(labels, example.Label, StringComparer.Ordinal))];
        var hasher = new NgramHasher(options.Ngrams);
        var vectors = new NgramVectors([.. examples.Select(example => hasher.Count(example.Text))], options.Ngrams.Width);
        var strength = options.Strengths.Count == 1 ? options.Strengths[0] : BestStrength(vectors, classes, labels.Length, options);
        var all = Enumerable.Range(0, classes.Length).ToArray();
        var ridge = DualRidge.Solve(vectors.Kernel(all), classes, labels.Length, strength);
        var temperature = TemperatureScaling.Fit(ridge.LeftOut, classes, labels.Length).Temperature;
        var model = NgramModel.Build(vectors, ridge.Coefficients, labels, temperature);
        return new FittedExpert(Describe(options, labels, examples.Count, strength), model);
    }

    private static string[] Labels(IReadOnlyList<(string Text, string Label)> examples)
    {
        if (examples.Count > MaxTexts)
        {
            throw new InvalidRequestException("examples", $"{examples.Count} texts; at most {MaxTexts} are fitted at once; draw a sample of them");
        }

        for (var i = 0; i < examples.Count; i++)
        {
            if (examples[i].Text is null || string.IsNullOrWhiteSpace(examples[i].Label))
            {
                throw new InvalidRequestException($"examples[{i}]", "a text and a label are needed");
            }
        }

        string[] labels = [.. examples.Select(example => example.Label).Distinct().Order(StringComparer.Ordinal)];
        return labels.Length >= 2 ? labels : throw new InvalidRequestException("examples", $"{examples.Count} texts of {labels.Length} labels; texts of at least two different labels are needed");
    }

    private static double BestStrength(NgramVectors vectors, int[] classes, int classCount, NgramClassifierOptions options)
    {
        var rows = Enumerable.Range(0, classes.Length).ToArray();
        if (rows.Length > SearchTexts)
        {
            new Random(options.Seed).Shuffle(rows);
            rows = rows[..SearchTexts];
        }

        var truth = Array.ConvertAll(rows, row => classes[row]);
        var kernel = vectors.Kernel(rows);
        return options.Strengths.MinBy(strength => Loss(DualRidge.Solve((double[])kernel.Clone(), truth, classCount, strength).LeftOut, truth, classCount));
    }

    // Mean negative logarithm of the true labels' probabilities, at the best temperature.
    private static double Loss(double[] scores, int[] truth, int classCount)
    {
        var scaling = TemperatureScaling.Fit(scores, truth, classCount);
        var probabilities = new double[classCount];
        double loss = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            scaling.Apply(scores.AsSpan(i * classCount, classCount), probabilities);
            loss -= Math.Log(Math.Max(probabilities[truth[i]], double.Epsilon));
        }

        return loss / truth.Length;
    }

    private static Manifest Describe(NgramClassifierOptions options, string[] labels, int texts, double strength) => new()
    {
        Name = options.Name,
        Version = options.Version,
        Modality = Modality.Language,
        Tasks = [ExpertTask.Classify],
        Description = options.Description
            ?? FormattableString.Invariant($"Names one of {labels.Length} classes of a short text; ridge on character n-grams, fitted to {texts} texts, strength {strength}."),
        Inputs = [new ManifestInput { Kind = Modality.Language, Preprocess = Step("ngrams", options.Ngrams) }],
        Output = Step("thresholded-labels", new { output = NgramModel.Output, threshold = 0 }),
        Labels = labels,
        FailureModes = options.FailureModes,
        Assets = options.Assets,
    };

    private static ManifestStep Step<T>(string use, T options) => new()
    {
        Use = use,
        Options = JsonSerializer.SerializeToElement(options, Json.ContractJson.Options).EnumerateObject().ToDictionary(option => option.Name, option => option.Value),
    };
}
