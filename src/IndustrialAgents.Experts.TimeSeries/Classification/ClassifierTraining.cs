using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>What a series classifier is fitted on: windows with standardized channels, noisy copies after them, their classes and folds.</summary>
internal sealed class ClassifierTraining
{
    private readonly SeriesClassifierOptions _options;

    /// <exception cref="InvalidRequestException">There are too few windows or classes, or a window or an option cannot be used.</exception>
    public ClassifierTraining(IReadOnlyList<LabelledSeries> windows, SeriesClassifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(windows);
        _options = options;
        InvalidRequestException.Require(windows.Count > 0, "windows", "are none; a classifier needs at least two of each of at least two classes");
        Labels = [.. windows.Select(window => window.Label).Distinct().Order(StringComparer.Ordinal)];
        Channels = [.. windows[0].Series.Channels];
        Length = windows[0].Series.Length;
        var classes = windows.Select(window => Array.IndexOf(Labels, window.Label)).ToArray();
        var least = Validate(windows, classes);
        var values = windows.Select((window, w) => Read(window.Series, $"windows[{w}].series")).ToArray();
        Scale = FitScale(values);
        Array.ForEach(values, window => WindowValues.Standardize(window, Scale));

        var random = new Random(options.Seed);
        Windows = [.. values, .. options.Noise.SelectMany(decibels => values.Select(window => WhiteNoise.Add(window, Length, decibels, random)))];
        var copies = Enumerable.Range(0, 1 + options.Noise.Count).ToArray();
        var folds = Runs(classes, Labels.Length, Math.Min(options.Folds, least));
        (Classes, Folds) = ([.. copies.SelectMany(_ => classes)], [.. copies.SelectMany(_ => folds)]);
    }

    public string[] Labels { get; }

    public SeriesChannel[] Channels { get; }

    public int Length { get; }

    /// <summary>Mean and deviation of each channel over all windows as they are.</summary>
    public Standardizer Scale { get; }

    /// <summary>Windows <c>[channel, time]</c>, standardized.</summary>
    public float[][] Windows { get; }

    public int[] Classes { get; }

    public int[] Folds { get; }

    /// <summary>The features to try.</summary>
    public IEnumerable<WindowFeatures> Candidates()
    {
        var kind = _options.Features;
        var spectrum = kind == SeriesFeatureKind.MiniRocket ? null : new SpectralFeatures(Length, Channels.Length, _options.Spectrum);
        var rocket = kind == SeriesFeatureKind.Spectrum || (kind == SeriesFeatureKind.Selected && Length < MiniRocket.MinLength)
            ? null
            : MiniRocket.Fit(Windows, Length, Channels.Length, _options.MiniRocket);
        if (kind == SeriesFeatureKind.Selected && rocket is not null)
        {
            yield return new WindowFeatures(spectrum, null);
            yield return new WindowFeatures(null, rocket);
        }

        yield return new WindowFeatures(spectrum, rocket);
    }

    // Runs of consecutive windows of each class. Neighbours resemble each other; were they dealt out, a fold would be judged by what was fitted beside it.
    private static int[] Runs(int[] classes, int classCount, int foldCount)
    {
        var (folds, seen, counts) = (new int[classes.Length], new int[classCount], new int[classCount]);
        foreach (var c in classes)
        {
            counts[c]++;
        }

        for (var w = 0; w < classes.Length; w++)
        {
            folds[w] = seen[classes[w]]++ * foldCount / counts[classes[w]];
        }

        return folds;
    }

    // The number of windows of the smallest class.
    private int Validate(IReadOnlyList<LabelledSeries> windows, int[] classes)
    {
        InvalidRequestException.Require(Labels.Length >= 2, "windows", $"{windows.Count} of one class, '{Labels[0]}'; a classifier needs at least two classes");
        InvalidRequestException.Require(Length >= 4 && Channels.Length > 0, "windows[0].series", $"{Length} samples of {Channels.Length} channels; a window needs at least 4 of one");
        InvalidRequestException.Require(_options.Folds >= 2, "folds", $"{_options.Folds}; at least 2 are needed to choose on what was not fitted");
        InvalidRequestException.Require(
            _options.Noise.All(decibels => decibels is >= -60 and <= 120), "noise", $"[{string.Join(", ", _options.Noise)}]; give ratios from -60 to 120 dB");
        foreach (var (c, count) in classes.CountBy(c => c))
        {
            InvalidRequestException.Require(
                count >= 2 && !string.IsNullOrWhiteSpace(Labels[c]), "windows", $"class '{Labels[c]}' has {count}; every class needs a name and at least 2, one to fit and one to judge");
        }

        return classes.CountBy(c => c).Min(pair => pair.Value);
    }

    private float[] Read(Series series, string field)
    {
        InvalidRequestException.Require(
            series.Length == Length && series.Channels.Select(channel => channel.Name).SequenceEqual(Channels.Select(channel => channel.Name)),
            field,
            $"{series.Length} samples of {string.Join(", ", series.Channels.Select(channel => channel.Name))}; the first window has {Length} of {string.Join(", ", Channels.Select(channel => channel.Name))}");
        return WindowValues.ByChannel(series, field);
    }

    private Standardizer FitScale(float[][] values)
    {
        var (means, deviations) = (new double[Channels.Length], new double[Channels.Length]);
        for (var c = 0; c < Channels.Length; c++)
        {
            var own = Standardizer.Fit(values.SelectMany(window => window.AsSpan(c * Length, Length).ToArray()).ToArray(), 1);
            (means[c], deviations[c]) = (own.Mean[0], own.Deviation[0]);
        }

        return new Standardizer(means, deviations);
    }
}
