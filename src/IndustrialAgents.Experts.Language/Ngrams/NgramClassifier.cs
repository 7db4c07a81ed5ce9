namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Fits a classifier of short texts to the user's own, in closed form: character n-grams hashed into buckets, weighted by how rare they are,
/// a ridge head on them, and a temperature that makes the probabilities honest; a text of nothing known gets the labels' shares. The head is solved in its dual form, since there are usually
/// fewer texts than buckets. Strength and temperature are those under which each text's label is most likely when that text is left out. Thread-safe.
/// </summary>
public static class NgramClassifier
{
    /// <summary>The most texts; time grows with their third power and memory with their second (128 MB at the most).</summary>
    public const int MaxTexts = 4000;

    private const int SearchTexts = 1000;
    private const int HeldOutPart = 5;

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
        Require(options.Strengths.Count > 0 && options.Strengths.All(IsPositive), "strengths: name at least one, each positive and finite");
        Require(IsPositive(options.WordWeight), $"wordWeight: {options.WordWeight}; it must be positive and finite");
        Require(IsPositive(options.Cost), $"cost: {options.Cost}; it must be positive and finite");
        Require(options.Balance is >= 0 and <= 1, $"balance: {options.Balance}; it must lie between 0 and 1");
        var labels = Labels(examples);
        int[] classes = [.. examples.Select(example => Array.BinarySearch(labels, example.Label, StringComparer.Ordinal))];
        var hasher = new NgramHasher(options.Ngrams);
        var vectors = new NgramVectors([.. examples.Select(example => hasher.Count(example.Text))], options.Ngrams.Width, options.WordWeight);
        var shares = new double[labels.Length];
        foreach (var c in classes)
        {
            shares[c] += 1.0 / classes.Length;
        }

        if (options.Head == NgramHead.Margin)
        {
            return new FittedExpert(Describe(options, labels, examples.Count, FormattableString.Invariant($"margins, cost {options.Cost}")), FitMargin(vectors, classes, labels.Length, options));
        }

        var weights = Array.ConvertAll(classes, c => Math.Pow(labels.Length * shares[c], -options.Balance));
        var strength = options.Strengths.Count == 1 ? options.Strengths[0] : BestStrength(vectors, classes, shares, weights, options);
        var all = Enumerable.Range(0, classes.Length).ToArray();
        var ridge = DualRidge.Solve(vectors.Kernel(all), classes, shares, strength, weights);
        var model = NgramModel.Build(vectors, ridge.Coefficients, Array.ConvertAll(shares, Math.Log), PriorScaling.Fit(ridge.LeftOut, classes, shares).Temperature);
        return new FittedExpert(Describe(options, labels, examples.Count, FormattableString.Invariant($"ridge, strength {strength}")), model);

        static bool IsPositive(double value) => value > 0 && double.IsFinite(value);
        static void Require(bool holds, string message)
        {
            if (!holds)
            {
                throw new ArgumentException(message, nameof(options));
            }
        }
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

    private static double BestStrength(NgramVectors vectors, int[] classes, double[] shares, double[] weights, NgramClassifierOptions options)
    {
        var rows = Enumerable.Range(0, classes.Length).ToArray();
        if (rows.Length > SearchTexts)
        {
            new Random(options.Seed).Shuffle(rows);
            rows = rows[..SearchTexts];
        }

        var truth = Array.ConvertAll(rows, row => classes[row]);
        var drawn = Array.ConvertAll(rows, row => weights[row]);
        var kernel = vectors.Kernel(rows);
        return options.Strengths.MinBy(
            strength => PriorScaling.Fit(DualRidge.Solve((double[])kernel.Clone(), truth, shares, strength, drawn).LeftOut, truth, shares).Loss);
    }

    // The temperature is that of texts held out, by a head that was not fitted to them.
    private static byte[] FitMargin(NgramVectors vectors, int[] classes, int count, NgramClassifierOptions options)
    {
        var rows = Enumerable.Range(0, classes.Length).ToArray();
        new Random(options.Seed).Shuffle(rows);
        var held = rows[..Math.Max(1, rows.Length / HeldOutPart)];
        var scores = MarginHead.Scores(vectors, MarginHead.Solve(vectors, rows[held.Length..], classes, count, options.Cost, options.Seed), held);
        var even = new double[count];
        Array.Fill(even, 1.0 / count);
        var temperature = PriorScaling.Fit(scores, Array.ConvertAll(held, row => classes[row]), even).Temperature;
        Array.Sort(rows);
        var head = MarginHead.Solve(vectors, rows, classes, count, options.Cost, options.Seed);
        return NgramModel.Build(vectors, head.Coefficients, Array.ConvertAll(head.Intercepts, intercept => intercept / temperature), temperature);
    }

    private static Manifest Describe(NgramClassifierOptions options, string[] labels, int texts, string head) => new()
    {
        Name = options.Name,
        Version = options.Version,
        Modality = Modality.Language,
        Tasks = [ExpertTask.Classify],
        Description = options.Description
            ?? FormattableString.Invariant($"Names one of {labels.Length} classes of a short text; character n-grams and words, fitted to {texts} texts; {head}."),
        Inputs = [new ManifestInput { Kind = Modality.Language, Preprocess = ManifestStep.Of("ngrams", options.Ngrams) }],
        Output = ManifestStep.Of("probabilities", new { output = NgramModel.Output }),
        Labels = labels,
        FailureModes = options.FailureModes,
        Assets = options.Assets,
    };
}
