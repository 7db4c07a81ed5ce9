using System.Globalization;
using System.Numerics.Tensors;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Names the class of a window of one or many channels: fixed features (<see cref="SpectralFeatures"/>, <see cref="MiniRocket"/>), a ridge regression
/// onto the classes, and a temperature that makes its softmax a probability. All is in closed form. Immutable and thread-safe.
/// </summary>
public sealed partial class SeriesClassifier
{
    private readonly Standardizer _scale;
    private readonly WindowFeatures _features;
    private readonly ClassifierHead _head;

    internal SeriesClassifier(ClassifierNote note, Standardizer scale, WindowFeatures features, ClassifierHead head) =>
        (Note, _scale, _features, _head) = (note, scale, features, head);

    /// <summary>The channels of a window.</summary>
    public IReadOnlyList<SeriesChannel> Channels => Note.Channels;

    /// <summary>Samples of a window.</summary>
    public int Length => Note.Length;

    /// <summary>The classes, in alphabetical order.</summary>
    public IReadOnlyList<string> Labels => Note.Labels;

    /// <summary>The features that were chosen.</summary>
    public SeriesFeatureKind Features => _features.Kind;

    /// <summary>Share of training windows, noisy copies included, whose class was found while their fold was held out.</summary>
    public double HeldOutAccuracy => Note.HeldOutAccuracy;

    /// <summary>Why these features were chosen; null where nothing was to be chosen, or the classifier was loaded.</summary>
    public string? Reason { get; internal init; }

    private ClassifierNote Note { get; }

    /// <summary>Fits a classifier. Bad samples hold the channel's last good value. The same windows give the same classifier.</summary>
    /// <param name="windows">At least two of each of at least two classes, of the same channels and length, those taken one after another next to each other.</param>
    /// <param name="options">Features, noise, folds; the defaults where null.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="InvalidRequestException">There are too few windows or classes, or a window cannot be used; the message says which.</exception>
    public static SeriesClassifier Fit(IReadOnlyList<LabelledSeries> windows, SeriesClassifierOptions? options = null, CancellationToken cancellationToken = default)
    {
        var training = new ClassifierTraining(windows, options ?? new SeriesClassifierOptions());
        var (chosen, head, reason) = Choose(training, cancellationToken);
        var note = new ClassifierNote(
            training.Channels, training.Length, training.Labels, chosen.Spectrum?.Options, chosen.MiniRocket?.Options, head.HeldOutAccuracy);
        return new SeriesClassifier(note, training.Scale, chosen, head) { Reason = reason };
    }

    /// <summary>The features with the least squared error on windows held out, with their head, and why.</summary>
    internal static (WindowFeatures Features, ClassifierHead Head, string? Reason) Choose(ClassifierTraining training, CancellationToken cancellationToken)
    {
        var fits = new List<(WindowFeatures Features, ClassifierHead Head)>();
        foreach (var features in training.Candidates())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = features.Transform(training.Windows, cancellationToken);
            fits.Add((features, ClassifierHead.Fit(rows, features, training.Classes, training.Labels.Length, training.Folds)));
        }

        var (chosen, head) = fits.MinBy(fit => fit.Head.HeldOutLoss);
        return (chosen, head, fits.Count > 1 ? Describe(fits) : null);
    }

    /// <summary>Names the class of one window.</summary>
    /// <param name="window"><see cref="Length"/> samples <c>[time, channel]</c>, in the channels' units.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    /// <exception cref="InvalidRequestException">A value is NaN or infinite, or too large for its features to be finite.</exception>
    public ClassProbabilities Classify(ReadOnlySpan<float> window)
    {
        var width = Channels.Count;
        if (window.Length != Length * width)
        {
            throw new ArgumentException($"{window.Length} values; {Length} samples of {width} channels are needed", nameof(window));
        }

        var turned = new float[window.Length];
        for (var i = 0; i < window.Length; i++)
        {
            var (t, c) = (i / width, i % width);
            InvalidRequestException.Require(float.IsFinite(window[i]), "window", $"{window[i]} at sample {t}, channel '{Channels[c].Name}'; fill it with the last good value");
            turned[(c * Length) + t] = (float)((window[i] - _scale.Mean[c]) / _scale.Deviation[c]);
        }

        return ClassifyStandardized(turned);
    }

    /// <summary>Names the class of a window <c>[channel, time]</c> that is standardized.</summary>
    internal ClassProbabilities ClassifyStandardized(float[] window)
    {
        var (features, scores) = (new float[_features.Width], new double[Labels.Count]);
        _features.Transform(window, features);
        TensorPrimitives.ConvertTruncating<float, double>(_head.Intercept, scores);
        for (var i = 0; i < features.Length; i++)
        {
            for (var c = 0; c < scores.Length; c++)
            {
                scores[c] += (double)features[i] * _head.Weights[(i * scores.Length) + c];
            }
        }

        InvalidRequestException.Require(TensorPrimitives.IsFiniteAll<double>(scores), "window", "has values too large for features that float32 can hold");
        new TemperatureScaling(1).Apply(scores, scores);
        return new ClassProbabilities(Labels, scores) { Confidence = scores.Max() };
    }

    private static string Describe(List<(WindowFeatures Features, ClassifierHead Head)> fits) => "squared error on windows held out: "
        + string.Join(", ", fits.Select(fit => string.Create(CultureInfo.InvariantCulture, $"{fit.Features.Kind} {fit.Head.HeldOutLoss:g4} ({fit.Head.HeldOutAccuracy:f4} right)")));
}
