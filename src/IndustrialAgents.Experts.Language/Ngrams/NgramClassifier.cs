using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Fits a classifier of short texts to the user's own: character n-grams, words and pairs of words near each other, weighted by how rare they are, and one linear head on them or
/// a pool of several, chosen on texts left out. Its probabilities are scaled to be honest; a text of nothing known gets the labels' shares. The same texts in the
/// same order give the same model. Thread-safe.
/// </summary>
public static class NgramClassifier
{
    /// <summary>The most texts.</summary>
    public const int MaxTexts = 20_000;

    /// <summary>Fits an expert that answers <see cref="ExpertTask.Classify"/> on texts.</summary>
    /// <param name="examples">Texts with their labels, of at least two different labels.</param>
    /// <param name="options">How to fit; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the fit between two heads.</param>
    /// <returns>The expert, not saved yet.</returns>
    /// <exception cref="InvalidRequestException">There are too few or too many texts, or a text or label is missing.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static FittedExpert Fit(IReadOnlyList<(string Text, string Label)> examples, NgramClassifierOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        options ??= new NgramClassifierOptions();
        if (options.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        options = options with { Ngrams = options.Ngrams with { Words = true, CrossingApart = true, Together = true } };
        var labels = Labels(examples);
        int[] classes = [.. examples.Select(example => Array.BinarySearch(labels, example.Label, StringComparer.Ordinal))];
        var hasher = new NgramHasher(options.Ngrams);
        var trials = new NgramTrials([.. examples.Select(example => hasher.Count(example.Text))], classes, Groups(examples), Shares(classes, labels.Length), options, cancellationToken);
        var choice = trials.Choose();
        var model = new NgramModel(options.Ngrams.Width, trials.LogShares);
        foreach (var read in choice.Members.Zip(choice.Factors).GroupBy(pair => pair.First.Pieces))
        {
            // Heads that read the same are one head: the pool is linear in their scores.
            var sum = new float[trials.Vectors(read.Key).Buckets.Length * labels.Length];
            foreach (var (member, factor) in read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                TensorPrimitives.MultiplyAdd(trials.Fit(member), (float)factor, sum, sum);
            }

            model.Add(trials.Vectors(read.Key), sum);
        }

        return new FittedExpert(Describe(options, labels, examples.Count, choice), model.ToBytes());
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

    // Identical texts have the same number.
    private static int[] Groups(IReadOnlyList<(string Text, string Label)> examples)
    {
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        return [.. examples.Select(example => numbers.TryGetValue(example.Text.Trim(), out var number) ? number : numbers[example.Text.Trim()] = numbers.Count)];
    }

    private static float[] Shares(int[] classes, int count)
    {
        var shares = new float[count];
        foreach (var c in classes)
        {
            shares[c]++;
        }

        TensorPrimitives.Divide(shares, classes.Length, shares);
        return shares;
    }

    private static Manifest Describe(NgramClassifierOptions options, string[] labels, int texts, NgramChoice choice) => new()
    {
        Name = options.Name,
        Version = options.Version,
        Modality = Modality.Language,
        Tasks = [ExpertTask.Classify],
        Description = options.Description
            ?? FormattableString.Invariant($"Names one of {labels.Length} classes of a short text; fitted to {texts} texts, {choice.Accuracy:P0} right when left out; {string.Join("; ", choice.Members)}."),
        Inputs = [new ManifestInput { Kind = Modality.Language, Preprocess = ManifestStep.Of("ngrams", options.Ngrams) }],
        Output = ManifestStep.Of("probabilities", new { output = NgramModel.Output }),
        Labels = labels,
        FailureModes = options.FailureModes,
        Assets = options.Assets,
    };
}
