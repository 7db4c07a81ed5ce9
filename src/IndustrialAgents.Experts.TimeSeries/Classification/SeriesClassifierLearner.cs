using System.Text.Json;
using IndustrialAgents.Json;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// A series classifier that goes on learning. It keeps G, C and n of the features of all windows that it has seen, which are sums: more windows add to
/// them, those of two plants merge, and wrongly labelled ones are taken off again; a class that is new adds a target that was 0 before. After any order of
/// these the weights are, to rounding, those fitted on what is left. What the first windows decided (features and their biases, scales, ridge strength for each
/// row, temperature) stays. Not thread-safe.
/// </summary>
/// <remarks>
/// The temperature is that of the first windows: the sums do not tell what a window would have been called had it been left out. Where later windows are
/// much harder or classes are added, fit anew to have probabilities calibrated again.
/// </remarks>
public sealed partial class SeriesClassifierLearner
{
    /// <summary>The most features of a learner: its file grows with their square, to 67 MB.</summary>
    public const int MaxFeatures = 4_096;

    /// <summary>MiniRocket features where nothing else is said: 2,016 make a file of 16 MB, with a spectrum of 129 frequencies 18 MB.</summary>
    public const int MiniRocketFeatures = 2_016;

    private readonly ClassifierRecipe _recipe;
    private readonly WindowFeatures _features;
    private readonly Standardizer _scale;

    // In the order in which they came; those that have no rows left keep their place.
    private string[] _classes;
    private RidgeStatistics _statistics;

    private SeriesClassifierLearner(ClassifierRecipe recipe, WindowFeatures features, string[] classes, RidgeStatistics statistics)
    {
        (_recipe, _features, _classes, _statistics) = (recipe, features, classes, statistics);
        _scale = new Standardizer([.. recipe.Means], [.. recipe.Deviations]);
    }

    /// <summary>The channels of a window.</summary>
    public IReadOnlyList<SeriesChannel> Channels => _recipe.Channels;

    /// <summary>Samples of a window.</summary>
    public int Length => _recipe.Length;

    /// <summary>Number of features.</summary>
    public int Features => _features.Width;

    /// <summary>The classes that have windows now, in alphabetical order, each with their number.</summary>
    public IReadOnlyDictionary<string, long> Classes => new SortedDictionary<string, long>(
        Enumerable.Range(0, _classes.Length).Where(c => Rows(_statistics, c) > 0).ToDictionary(c => _classes[c], c => Rows(_statistics, c) / Copies), StringComparer.Ordinal);

    /// <summary>Windows that count now.</summary>
    public long Windows => _statistics.Count / Copies;

    /// <summary>Why the features were chosen; null where nothing was to be chosen, or the learner was loaded.</summary>
    public string? Reason { get; private init; }

    // Each window as it is, and with noise.
    private int Copies => 1 + _recipe.Noise.Count;

    /// <summary>Decides on everything but the weights as <see cref="SeriesClassifier.Fit"/> does, and learns the windows.</summary>
    /// <param name="windows">As of <see cref="SeriesClassifier.Fit"/>, all with one sample period.</param>
    /// <param name="options">Features, noise, folds; where null the defaults with <see cref="MiniRocketFeatures"/> MiniRocket features.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="InvalidRequestException">There are too few windows or classes, too many features, or a window cannot be used; the message says which.</exception>
    public static SeriesClassifierLearner Fit(IReadOnlyList<LabelledSeries> windows, SeriesClassifierOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SeriesClassifierOptions { MiniRocket = new MiniRocketOptions { Features = MiniRocketFeatures } };
        var training = new ClassifierTraining(windows, options);
        foreach (var candidate in training.Candidates())
        {
            InvalidRequestException.Require(
                candidate.Width <= MaxFeatures, "features", $"{candidate.Width} of {training.Channels.Length} channels; a learner keeps sums of at most {MaxFeatures}: take fewer MiniRocket features, shorter segments of the spectrum or fewer channels");
        }

        var (features, head, reason) = SeriesClassifier.Choose(training, cancellationToken);
        var decision = head.Decision!;
        var recipe = new ClassifierRecipe
        {
            Channels = training.Channels,
            SamplePeriod = windows[0].Series.SamplePeriod,
            Length = training.Length,
            Means = training.Scale.Mean.ToArray(),
            Deviations = training.Scale.Deviation.ToArray(),
            Spectrum = features.Spectrum?.Options,
            MiniRocket = features.MiniRocket?.Options,
            Biases = features.MiniRocket is { } rocket ? rocket.Biases.ToArray() : [],
            FeatureMeans = decision.Scale.Mean,
            FeatureFactors = decision.Scale.Factor,
            StrengthPerRow = decision.StrengthPerRow,
            Temperature = decision.Temperature,
            Noise = [.. options.Noise],
            Seed = options.Seed,
            HeldOutAccuracy = head.HeldOutAccuracy,
        };
        var learner = new SeriesClassifierLearner(recipe, features, training.Labels, new RidgeStatistics(features.Width, training.Labels.Length)) { Reason = reason };
        var (classes, seen) = learner.Collect(windows, cancellationToken);
        learner.Add(classes, seen);
        return learner;
    }

    /// <summary>A learner with the same recipe that has seen nothing, such as for another plant whose learner is to be merged one day.</summary>
    public SeriesClassifierLearner Empty() => new(_recipe, _features, [.. _classes], new RidgeStatistics(Features, _classes.Length));

    /// <summary>Learns windows; a class that is new is learned with them.</summary>
    /// <param name="windows">Windows of the learner's length and sample period, with its channels in any order; others are left.</param>
    /// <exception cref="InvalidRequestException">A window cannot be used; nothing was learned.</exception>
    public void Add(IReadOnlyList<LabelledSeries> windows)
    {
        var (classes, seen) = Collect(windows, CancellationToken.None);
        Add(classes, seen);
    }

    /// <summary>Forgets windows that were added before under the same labels.</summary>
    /// <exception cref="InvalidRequestException">A window cannot be used, or there are more of a class than are left; nothing was forgotten.</exception>
    public void Remove(IReadOnlyList<LabelledSeries> windows)
    {
        var (classes, seen) = Collect(windows, CancellationToken.None);
        Remove(classes, seen);
    }

    /// <summary>Learns all that another has learned; afterwards the classes are those of both.</summary>
    /// <exception cref="InvalidRequestException">The other was made by another recipe; nothing was learned.</exception>
    public void Merge(SeriesClassifierLearner other)
    {
        RequireSameRecipe(other);
        Add(other._classes, other._statistics);
    }

    /// <summary>Forgets all that another has learned, which was merged before.</summary>
    /// <exception cref="InvalidRequestException">The other was made by another recipe, or has more windows of a class than are left; nothing was forgotten.</exception>
    public void Remove(SeriesClassifierLearner other)
    {
        RequireSameRecipe(other);
        Remove(other._classes, other._statistics);
    }

    /// <summary>Weights of the scaled features, one target a class in the order of <see cref="Classes"/>.</summary>
    /// <exception cref="InvalidRequestException">No window is left.</exception>
    public RidgeHead ToHead()
    {
        var (head, kept) = (Solve(), Kept());
        var weights = new double[Features * kept.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = head.Weights[(i / kept.Length * head.Targets) + kept[i % kept.Length]];
        }

        return new RidgeHead(Features, kept.Length, weights, Array.ConvertAll(kept, c => head.Intercept[c]), head.Strength);
    }

    /// <summary>Share of windows whose class is found by what was learned so far; of windows to come an honest figure, if it is asked for before they are added.</summary>
    /// <param name="windows">As of <see cref="Add(IReadOnlyList{LabelledSeries})"/>.</param>
    /// <exception cref="InvalidRequestException">A window cannot be used, or fewer than two classes have windows.</exception>
    public double Accuracy(IReadOnlyList<LabelledSeries> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        InvalidRequestException.Require(windows.Count > 0, "windows", "are none; give at least one");
        var (classifier, right) = (ToClassifier(), 0);
        for (var w = 0; w < windows.Count; w++)
        {
            right += classifier.ClassifyStandardized(Rows(windows[w].Series, w)[0]).Top().Label == windows[w].Label ? 1 : 0;
        }

        return (double)right / windows.Count;
    }

    /// <summary>The classifier of what was learned.</summary>
    /// <exception cref="InvalidRequestException">Fewer than two classes have windows left.</exception>
    public SeriesClassifier ToClassifier()
    {
        var kept = Kept();
        InvalidRequestException.Require(
            kept.Length >= 2, "windows", $"{(kept.Length == 0 ? "of no class are" : $"of '{_classes[kept[0]]}' alone are")} left; a classifier needs at least two classes, add windows");
        var decision = new HeadDecision(new FeatureScale([.. _recipe.FeatureMeans], [.. _recipe.FeatureFactors]), _recipe.StrengthPerRow, _recipe.Temperature);
        var head = ClassifierHead.Of(Solve(), kept, decision);
        var note = new ClassifierNote(Channels, Length, [.. kept.Select(c => _classes[c])], _recipe.Spectrum, _recipe.MiniRocket, _recipe.HeldOutAccuracy);
        return new SeriesClassifier(note, _scale, _features, head) { Reason = Reason };
    }

    // Counts are sums of ones, so exact.
    private static long Rows(RidgeStatistics statistics, int c) => (long)statistics.TargetSums[c];

    private int[] Kept() => [.. Enumerable.Range(0, _classes.Length).Where(c => Rows(_statistics, c) > 0).OrderBy(c => _classes[c], StringComparer.Ordinal)];

    private RidgeHead Solve()
    {
        InvalidRequestException.Require(_statistics.Count > 0, "windows", "are none left; add some");
        return RidgeHead.Solve(_statistics, _recipe.StrengthPerRow * _statistics.Count);
    }

    private void Add(string[] classes, RidgeStatistics seen)
    {
        // First, since the statistics may grow by it.
        var aligned = Align(classes, seen);
        _statistics.Merge(aligned);
    }

    private void Remove(string[] classes, RidgeStatistics seen)
    {
        for (var c = 0; c < classes.Length; c++)
        {
            var left = Array.IndexOf(_classes, classes[c]) is var own and >= 0 ? Rows(_statistics, own) : 0;
            InvalidRequestException.Require(
                Rows(seen, c) <= left, "windows", $"{Rows(seen, c) / Copies} of class '{classes[c]}', of which {left / Copies} are left; remove only what was added");
        }

        var aligned = Align(classes, seen);
        _statistics.Remove(aligned);
    }

    // Other statistics with the targets of these, which grow by the classes that are new.
    private RidgeStatistics Align(string[] classes, RidgeStatistics other)
    {
        string[] all = [.. _classes, .. classes.Except(_classes)];
        InvalidRequestException.Require(all.Length <= RidgeStatistics.MaxWidth, "windows", $"have {all.Length} classes with those before; at most {RidgeStatistics.MaxWidth} are told apart");
        if (all.Length > _classes.Length)
        {
            _statistics = _statistics.WithTargets(all.Length, [.. Enumerable.Range(0, _classes.Length)]);
            _classes = all;
        }

        return other.WithTargets(all.Length, Array.ConvertAll(classes, label => Array.IndexOf(all, label)));
    }

    private void RequireSameRecipe(SeriesClassifierLearner other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(_recipe, other._recipe))
        {
            return;
        }

        // As text, since the lists of two records are never equal; the names of what differs are worth more than that something does.
        var (own, its) = (JsonSerializer.SerializeToElement(_recipe, ContractJson.Options), JsonSerializer.SerializeToElement(other._recipe, ContractJson.Options));
        var differing = own.EnumerateObject()
            .Where(field => !its.TryGetProperty(field.Name, out var value) || value.GetRawText() != field.Value.GetRawText())
            .Select(field => field.Name)
            .Concat(its.EnumerateObject().Select(field => field.Name).Where(name => !own.TryGetProperty(name, out _)))
            .ToArray();
        InvalidRequestException.Require(
            differing.Length == 0,
            "statistics",
            $"come from a fit that decided otherwise on {string.Join(", ", differing)}; begin the second with the first's recipe, 'ia fit classify --like'");
    }
}
