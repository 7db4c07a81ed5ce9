using System.Globalization;
using IndustrialAgents.Experts.Vision.Imaging;
using IndustrialAgents.Experts.Vision.Pictures;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Experts.Vision.Evaluation;

/// <summary>One judged picture.</summary>
/// <param name="Truth">What it shows.</param>
/// <param name="Output">What the classifier says.</param>
internal sealed record JudgedPicture(string Truth, ClassProbabilities Output)
{
    public string Said => Output.Top().Label;

    public bool IsRight => Said == Truth;

    public double OfTruth => Output.Probabilities.Span[Output.Labels.ToList().IndexOf(Truth)];
}

/// <summary>Measures of classifiers over judged pictures, and the judging.</summary>
internal static class PictureScoring
{
    /// <summary>Runs a classifier over pictures, on all processors.</summary>
    /// <exception cref="InvalidRequestException">A picture cannot be read.</exception>
    public static JudgedPicture[] Judge(FittedExpert expert, IReadOnlyList<LabelledPicture> pictures, CancellationToken cancellationToken)
    {
        using var model = new PictureModel(expert);
        var images = pictures.Select(Decode).ToArray();
        var judged = new JudgedPicture[pictures.Count];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, judged.Length, options, i => judged[i] = new JudgedPicture(pictures[i].Label, model.Classify(images[i])));
        return judged;
    }

    /// <exception cref="InvalidRequestException">The picture cannot be read.</exception>
    public static Image Decode(LabelledPicture picture)
    {
        try
        {
            return ImageDecoder.Decode(picture.Data.Span);
        }
        catch (ImageFormatException error)
        {
            throw new InvalidRequestException("data", $"a picture of class '{picture.Label}' cannot be read: {error.Message}", error);
        }
    }

    public static double Accuracy(IReadOnlyCollection<JudgedPicture> judged) => judged.Average(picture => picture.IsRight ? 1.0 : 0.0);

    public static double LogLoss(IReadOnlyCollection<JudgedPicture> judged) => judged.Average(picture => -Math.Log(Math.Max(picture.OfTruth, 1e-12)));

    /// <summary>Expected calibration error (Guo et al. 2017): mean distance of confidence and accuracy over ten bins, by their sizes.</summary>
    public static double CalibrationError(IReadOnlyCollection<JudgedPicture> judged) => judged
        .GroupBy(picture => Math.Min((int)(picture.Output.Top().Probability * 10), 9))
        .Sum(bin => Math.Abs(bin.Sum(picture => picture.Output.Top().Probability - (picture.IsRight ? 1 : 0)))) / judged.Count;

    /// <summary>Mean over classes of the harmonic mean of precision and recall.</summary>
    public static double MacroF1(IReadOnlyCollection<JudgedPicture> judged) => judged.Select(picture => picture.Truth).Distinct().Average(label =>
    {
        var hits = judged.Count(picture => picture.IsRight && picture.Truth == label);
        return 2.0 * hits / (judged.Count(picture => picture.Truth == label) + judged.Count(picture => picture.Said == label));
    });

    /// <summary>Mean over classes of recall.</summary>
    public static double BalancedAccuracy(IReadOnlyCollection<JudgedPicture> judged) =>
        judged.GroupBy(picture => picture.Truth).Average(own => own.Average(picture => picture.IsRight ? 1.0 : 0.0));

    /// <summary>A random share of each class in turn, from a seed: folds of each picture.</summary>
    public static int[] Deal(IReadOnlyList<LabelledPicture> pictures, int folds, int seed)
    {
        var (random, result) = (new Random(seed), new int[pictures.Count]);
        foreach (var own in pictures.Index().GroupBy(picture => picture.Item.Label))
        {
            var members = own.Select(picture => picture.Index).ToArray();
            random.Shuffle(members);
            for (var i = 0; i < members.Length; i++)
            {
                result[members[i]] = i % folds;
            }
        }

        return result;
    }

    public static string Number(double value) => value.ToString("f3", CultureInfo.InvariantCulture);
}
