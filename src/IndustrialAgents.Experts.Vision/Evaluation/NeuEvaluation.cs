using System.Diagnostics;
using System.Globalization;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Experts.Vision.Evaluation;

/// <summary>
/// Measures <see cref="TextureClassifier"/> on the NEU surface defects: six classes of 120 pictures of hot-rolled steel, turned grey and brought to
/// 200 x 200; the first pictures of each class by number are fitted, 61 to 120 are tested. The test pictures take no part in any choice.
/// </summary>
public static class NeuEvaluation
{
    private const int FirstTested = 61;
    private const int LastTested = 120;

    /// <summary>Runs it.</summary>
    /// <param name="dataFolder">The folder that holds <c>vision/neu</c>.</param>
    /// <param name="perClass">Numbers of pictures of each class to fit on, at most 60; 60 and 10 where null.</param>
    /// <param name="timeProvider">Clock for the time that fitting takes; the system's where null.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="InvalidRequestException">A picture is missing or cannot be read.</exception>
    public static IReadOnlyList<Figure> Run(
        string dataFolder, IReadOnlyList<int>? perClass = null, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        var test = Read(dataFolder, FirstTested, LastTested);
        var figures = new List<Figure>();
        foreach (var count in perClass ?? [60, 10])
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(count, FirstTested, nameof(perClass));
            figures.AddRange(Measure(Read(dataFolder, 1, count), test, count, timeProvider, cancellationToken));
        }

        return figures;
    }

    /// <summary>Pictures <paramref name="first"/> to <paramref name="last"/> of every class, in the order of their numbers, labelled with the class.</summary>
    /// <param name="dataFolder">The folder that holds <c>vision/neu</c>.</param>
    /// <param name="first">Number of the first picture of each class, from 1.</param>
    /// <param name="last">Number of the last picture of each class, at most 120.</param>
    /// <exception cref="InvalidRequestException">The folder or a picture is missing.</exception>
    public static IReadOnlyList<LabelledPicture> Read(string dataFolder, int first, int last)
    {
        var folder = Path.Combine(dataFolder, "vision", "neu");
        try
        {
            return
            [
                .. from path in Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
                   let label = Path.GetFileName(path)
                   from number in Enumerable.Range(first, last - first + 1)
                   select new LabelledPicture(label, File.ReadAllBytes(Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{label}_{number}.jpg")))),
            ];
        }
        catch (IOException error)
        {
            throw new InvalidRequestException("data", $"the NEU pictures cannot be read: {error.Message}", error);
        }
    }

    private static IEnumerable<Figure> Measure(
        IReadOnlyList<LabelledPicture> training,
        IReadOnlyList<LabelledPicture> test,
        int perClass,
        TimeProvider? timeProvider,
        CancellationToken cancellationToken)
    {
        var clock = timeProvider ?? TimeProvider.System;
        var started = clock.GetTimestamp();
        var expert = TextureClassifier.Fit(training, cancellationToken: cancellationToken);
        var fitted = clock.GetElapsedTime(started);
        var predictions = Predict(expert, test, cancellationToken);
        var suite = $"neu/first{perClass}/textures";
        var protocol = $"fitted on pictures 1-{perClass} of each of 6 classes by number, tested on 61-120 (360 pictures), grey, 200 x 200; settings chosen by "
            + "cross-validation on the fitted pictures only";
        return
        [
            new Figure($"{suite}/accuracy", predictions.Average(p => p.Label == p.Truth ? 1.0 : 0.0), "", protocol, Reference(perClass)),
            new Figure($"{suite}/log_loss", predictions.Average(p => -Math.Log(Math.Max(p.OfTruth, 1e-12))), "nat", protocol),
            new Figure($"{suite}/calibration_error", CalibrationError(predictions), "", protocol + "; 10 equal bins of confidence"),
            new Figure($"{suite}/fit_seconds", fitted.TotalSeconds, "s", $"{training.Count} pictures of 416 x 416 from JPEG to model, all processors"),
        ];
    }

    private static string? Reference(int perClass) => perClass switch
    {
        60 => "scattering + LBP .972, scattering + ridge .967, LBP .917, HOG + LBP .722 (scikit-learn on the same split)",
        10 => "LBP .844, scattering + LBP .719, scattering + ridge .639, HOG + LBP .600 (scikit-learn, 10 a class by number)",
        _ => null,
    };

    private static Prediction[] Predict(FittedExpert expert, IReadOnlyList<LabelledPicture> test, CancellationToken cancellationToken)
    {
        using var model = new TextureModel(expert);
        var images = test.Select(Decode).ToArray();
        var predictions = new Prediction[test.Count];
        Parallel.For(0, test.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var output = model.Classify(images[i]);
            var (label, probability) = output.Top();
            predictions[i] = new Prediction(test[i].Label, label, probability, output.Probabilities.Span[Index(output.Labels, test[i].Label)]);
        });
        return predictions;
    }

    private static Image Decode(LabelledPicture picture)
    {
        try
        {
            return ImageDecoder.Decode(picture.Data.Span).ToGrey();
        }
        catch (ImageFormatException error)
        {
            throw new InvalidRequestException("data", $"a picture of class '{picture.Label}' cannot be read: {error.Message}", error);
        }
    }

    private static int Index(IReadOnlyList<string> labels, string label)
    {
        var index = labels.ToList().IndexOf(label);
        Debug.Assert(index >= 0, "training and test have the same classes");
        return index;
    }

    /// <summary>Expected calibration error (Guo et al. 2017): mean distance of confidence and accuracy over ten bins, by their sizes.</summary>
    private static double CalibrationError(Prediction[] predictions) => predictions
        .GroupBy(p => Math.Min((int)(p.Probability * 10), 9))
        .Sum(bin => Math.Abs(bin.Sum(p => p.Probability - (p.Label == p.Truth ? 1 : 0)))) / predictions.Length;

    private readonly record struct Prediction(string Truth, string Label, double Probability, double OfTruth);
}
