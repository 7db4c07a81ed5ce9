using System.Globalization;
using System.Runtime.InteropServices;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Bearing faults of the Case Western Reserve University data, drive end, 12 kHz: ten classes, one recording each. Windows of 1,024 samples that do not
/// overlap; those within the first 60 % of each recording train, those within the rest test, as they are and with white noise as strong as the signal.
/// </summary>
public static class CwruEvaluation
{
    private const int Length = 1_024;
    private const string Extension = "_de_12k_load";
    private const string Learner = "learner";
    private static readonly (string Name, SeriesFeatureKind Kind, double[] Noise)[] Methods =
    [
        ("selected", SeriesFeatureKind.Selected, [10, 0]),
        ("milder-noise", SeriesFeatureKind.Selected, [20, 10, 6]),
        ("clean-fit", SeriesFeatureKind.Selected, []),
        ("spectrum", SeriesFeatureKind.Spectrum, [10, 0]),
        ("minirocket", SeriesFeatureKind.MiniRocket, [10, 0]),
        (Learner, SeriesFeatureKind.Selected, [10, 0]),
    ];

    /// <summary>Evaluates the classifiers on each motor load that there are recordings of.</summary>
    /// <param name="dataFolder">The data directory, which holds <c>timeseries/cwru</c> with files such as <c>IR007_de_12k_load0.f32</c>.</param>
    /// <param name="progress">Told what is being done; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Share of test windows whose class was found, clean and noisy.</returns>
    /// <exception cref="InvalidRequestException">The data is not there or cannot be read.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string dataFolder, IProgress<string>? progress, CancellationToken cancellationToken) =>
        RunAsync(dataFolder, [.. Methods.Select(method => method.Name)], progress, cancellationToken);

    /// <summary>Evaluates some of the classifiers.</summary>
    /// <inheritdoc cref="RunAsync(string, IProgress{string}?, CancellationToken)"/>
    /// <param name="dataFolder">The data directory, which holds <c>timeseries/cwru</c>.</param>
    /// <param name="methods">Which: <c>selected</c>, <c>milder-noise</c> (no copy as noisy as the noisy test), <c>clean-fit</c>, <c>spectrum</c>, <c>minirocket</c>, <c>learner</c>.</param>
    /// <param name="progress">Told what is being done; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<IReadOnlyList<Figure>> RunAsync(
        string dataFolder, IReadOnlyList<string> methods, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<Figure>>(
            () =>
            {
                var folder = Path.Combine(dataFolder, "timeseries", "cwru");
                string[] loads = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, $"*{Extension}?.f32").Select(path => path[^5..^4]).Distinct().Order(StringComparer.Ordinal)] : [];
                return loads.Length > 0
                    ? [.. loads.SelectMany(load => Run(folder, load, methods, progress, cancellationToken))]
                    : throw new InvalidRequestException("data", $"{folder} holds no recordings *{Extension}0.f32; give the directory that holds timeseries/cwru");
            },
            cancellationToken);

    private static (List<LabelledSeries> Train, List<LabelledSeries> Test) Read(string folder, string load)
    {
        var (train, test) = (new List<LabelledSeries>(), new List<LabelledSeries>());
        foreach (var path in Directory.GetFiles(folder, $"*{Extension}{load}.f32").Order(StringComparer.Ordinal))
        {
            var label = Path.GetFileName(path).Split('_')[0];
            var series = new Series
            {
                Channels = [new SeriesChannel("drive_end", "[g]")],
                Values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray(),
                SamplePeriod = TimeSpan.FromSeconds(1 / 12_000.0),
            };
            var split = series.Length * 6 / 10;
            if (series.Values.Span.ContainsAny(float.NaN, float.PositiveInfinity, float.NegativeInfinity) || split < 2 * Length)
            {
                throw new InvalidRequestException("data", $"{path} is no recording of finite float32, or its {series.Length} samples are fewer than {Length * 4}");
            }

            for (var start = 0; start + Length <= split; start += Length)
            {
                train.Add(new LabelledSeries(label, series.Slice(start, Length)));
            }

            for (var start = split; start + Length <= series.Length; start += Length)
            {
                test.Add(new LabelledSeries(label, series.Slice(start, Length)));
            }
        }

        return (train, test);
    }

    private static List<Figure> Run(string folder, string load, IReadOnlyList<string> methods, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var (train, test) = Read(folder, load);
        var random = new Random(1);
        var noisy = test.Select(window => window with { Series = window.Series with { Values = WhiteNoise.Add(window.Series.Values.Span, Length, 0, random) } }).ToList();
        var suite = load == "0" ? "cwru" : $"cwru/load{load}";
        var figures = new List<Figure>();
        foreach (var (name, kind, noise) in Methods.Where(method => methods.Contains(method.Name)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report($"CWRU load {load}: {name}");
            var options = new SeriesClassifierOptions { Features = kind, Noise = noise };
            var classifier = name == Learner ? LearnInTwo(train, options, cancellationToken) : SeriesClassifier.Fit(train, options, cancellationToken);
            var protocol = string.Create(
                CultureInfo.InvariantCulture,
                $"CWRU drive end 12 kHz load {load}, {classifier.Labels.Count} classes: windows of {Length} in the first 60 % of each recording train ({train.Count}), in the rest test ({test.Count}); ")
                + (name == Learner ? string.Create(CultureInfo.InvariantCulture, $"learner of {SeriesClassifierLearner.MiniRocketFeatures} MiniRocket features: the first half of each recording's training windows decided, the rest was added; ") : "")
                + $"{classifier.Features} features, ridge, five folds of training windows{(classifier.Reason is { } reason ? $" ({reason})" : "")}; "
                + (noise.Length > 0 ? $"fitted on the clean training windows and on copies of them with white noise at {string.Join(", ", noise)} dB" : "fitted on clean windows alone");
            figures.Add(new Figure($"{suite}/clean/{name}/accuracy", Accuracy(classifier, test), "", $"{protocol}; tested clean", "1.000, FFT and ridge, MiniRocket-like and ridge, each 0 of 518 wrong"));
            figures.Add(new Figure(
                $"{suite}/snr0/{name}/accuracy",
                Accuracy(classifier, noisy),
                "",
                $"{protocol}; tested with white noise of each window's own variance (0 dB, seed 1)",
                "log-FFT .344, FFT .537, MiniRocket .610, each with ridge, fitted on clean windows alone"));
        }

        return figures;
    }

    private static SeriesClassifier LearnInTwo(List<LabelledSeries> train, SeriesClassifierOptions options, CancellationToken cancellationToken)
    {
        var (first, rest) = (new List<LabelledSeries>(), new List<LabelledSeries>());
        foreach (var recording in train.GroupBy(window => window.Label))
        {
            var windows = recording.ToArray();
            first.AddRange(windows[..(windows.Length / 2)]);
            rest.AddRange(windows[(windows.Length / 2)..]);
        }

        var learner = SeriesClassifierLearner.Fit(first, options with { MiniRocket = new MiniRocketOptions { Features = SeriesClassifierLearner.MiniRocketFeatures } }, cancellationToken);
        learner.Add(rest);
        return learner.ToClassifier();
    }

    private static double Accuracy(SeriesClassifier classifier, List<LabelledSeries> windows)
    {
        var right = 0;
        Parallel.ForEach(windows, window =>
        {
            if (classifier.Classify(window.Series.Values.Span).Top().Label == window.Label)
            {
                Interlocked.Increment(ref right);
            }
        });
        return (double)right / windows.Count;
    }
}
