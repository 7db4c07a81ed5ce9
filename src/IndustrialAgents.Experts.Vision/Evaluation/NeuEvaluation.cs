using System.Globalization;
using IndustrialAgents.Experts.Vision.Pictures;
using IndustrialAgents.Experts.Vision.Textures;

namespace IndustrialAgents.Experts.Vision.Evaluation;

/// <summary>
/// Measures <see cref="PictureLearner"/> on the NEU surface defects: six classes of 120 pictures of hot-rolled steel, turned grey and brought to
/// 200 x 200. By number: the first pictures of each class are fitted, 61 to 120 tested; numbers follow plates, so the test pictures are of others.
/// Random: as many of each class drawn are fitted, the rest tested. The test pictures take no part in any choice.
/// </summary>
public static class NeuEvaluation
{
    private const int FirstTested = 61;
    private const int LastTested = 120;
    private const int Draws = 3;

    /// <summary>Runs it.</summary>
    /// <param name="dataFolder">The folder that holds <c>vision/neu</c>.</param>
    /// <param name="perClass">Numbers of pictures of each class to fit on, at most 60; 60 and 10 where null.</param>
    /// <param name="draws">Random draws of each number; 3 where null.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="InvalidRequestException">A picture is missing or cannot be read.</exception>
    public static IReadOnlyList<Figure> Run(
        string dataFolder, IReadOnlyList<int>? perClass = null, int? draws = null, CancellationToken cancellationToken = default)
    {
        var all = Read(dataFolder, 1, LastTested);
        var figures = new List<Figure>();
        foreach (var count in perClass ?? [60, 10])
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(count, FirstTested, nameof(perClass));
            figures.AddRange(ByNumber(all, count, cancellationToken));
            if ((draws ?? Draws) > 0)
            {
                figures.Add(Random(all, count, draws ?? Draws, cancellationToken));
            }
        }

        if (perClass is null)
        {
            figures.AddRange(NewClass(all, cancellationToken));
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

    private static IEnumerable<Figure> ByNumber(IReadOnlyList<LabelledPicture> all, int count, CancellationToken cancellationToken)
    {
        var training = all.Where((_, i) => i % LastTested < count).ToArray();
        var test = all.Where((_, i) => i % LastTested >= FirstTested - 1).ToArray();
        var started = TimeProvider.System.GetTimestamp();
        using var learner = PictureLearner.Fit(training, cancellationToken: cancellationToken);
        var fitted = TimeProvider.System.GetElapsedTime(started);
        var judged = PictureScoring.Judge(learner.ToExpert(new ExpertId("neu", "1")), test, cancellationToken);
        var suite = string.Create(CultureInfo.InvariantCulture, $"neu/by-number/{count}/selected");
        var protocol = $"fitted on pictures 1-{count} of each of 6 classes by number, tested on 61-120 (360 pictures), grey, 200 x 200; features and settings chosen by "
            + $"cross-validation on the fitted pictures only: {learner.Reason}; which feature blocks there are, and the rule of choice, were settled with pictures 11-60 in view; that a discriminant needs 20 pictures a class was settled after 10 a class had given .853 with it";
        var reference = count switch
        {
            60 => "scattering + LBP .972, scattering + ridge .967, LBP .917, HOG + LBP .722 (scikit-learn on the same split)",
            10 => "LBP .844, scattering + LBP .719, scattering + ridge .639, HOG + LBP .600 (scikit-learn, 10 a class by number)",
            _ => null,
        };
        yield return new Figure($"{suite}/accuracy", PictureScoring.Accuracy(judged), "", protocol, reference);
        yield return new Figure($"{suite}/log_loss", PictureScoring.LogLoss(judged), "nat", protocol);
        yield return new Figure($"{suite}/calibration_error", PictureScoring.CalibrationError(judged), "", protocol + "; 10 equal bins of confidence");
        yield return new Figure($"{suite}/fit_seconds", fitted.TotalSeconds, "s", $"{training.Length} pictures of 416 x 416 from JPEG to weights, choices included, all processors");
    }

    private static Figure Random(IReadOnlyList<LabelledPicture> all, int count, int draws, CancellationToken cancellationToken)
    {
        var accuracies = new List<double>();
        for (var seed = 0; seed < draws; seed++)
        {
            var drawn = PictureScoring.Deal(all, LastTested / count, seed);
            using var learner = PictureLearner.Fit([.. all.Where((_, i) => drawn[i] == 0)], new PictureLearnerOptions { NeighboursTogether = false }, cancellationToken: cancellationToken);
            accuracies.Add(PictureScoring.Accuracy(
                PictureScoring.Judge(learner.ToExpert(new ExpertId("neu", "1")), [.. all.Where((_, i) => drawn[i] != 0)], cancellationToken)));
        }

        return new Figure(
            string.Create(CultureInfo.InvariantCulture, $"neu/random/{count}/selected/accuracy"),
            accuracies.Average(),
            "",
            $"{count} pictures of each of 6 classes drawn at random and fitted, the other {LastTested - count} of each tested, grey, 200 x 200; mean of {draws} draws, "
                + $"{PictureScoring.Number(accuracies.Min())} to {PictureScoring.Number(accuracies.Max())}; neighbours of one plate fall on both sides; which feature blocks there are was settled with pictures 11-60 in view",
            count == 60 ? "scattering + LBP .997 (scikit-learn, 1 draw)" : count == 10 ? "scattering + LBP .982 (scikit-learn, 1 draw)" : null);
    }

    // Five classes first, the sixth added: against all six fitted at once with the same recipe.
    private static IEnumerable<Figure> NewClass(IReadOnlyList<LabelledPicture> all, CancellationToken cancellationToken)
    {
        var training = all.Where((_, i) => i % LastTested < FirstTested - 1).ToArray();
        var added = training.Where(picture => picture.Label == training[^1].Label).ToArray();
        var five = training[..^added.Length];
        var id = new ExpertId("neu", "1");
        using var learner = PictureLearner.Fit(five, cancellationToken: cancellationToken);
        using var joint = learner.Empty();
        var started = TimeProvider.System.GetTimestamp();
        learner.Add(added, cancellationToken);
        var expert = learner.ToExpert(id);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        joint.Add(training, cancellationToken);
        var test = all.Where((_, i) => i % LastTested >= FirstTested - 1).ToArray();
        var (own, other) = (PictureScoring.Judge(expert, test, cancellationToken), PictureScoring.Judge(joint.ToExpert(id), test, cancellationToken));
        var protocol = $"5 classes of 60 fitted (pictures 1-60), {added.Length} pictures of the sixth ({added[0].Label}) added";
        yield return new Figure("neu/new-class/add_seconds", seconds, "s", $"{protocol}: from JPEG to the new model's bytes, all processors", "at most 2");
        yield return new Figure(
            "neu/new-class/old_classes/accuracy_minus_joint",
            OldAccuracy(own) - OldAccuracy(other),
            "",
            $"{protocol}; accuracy on pictures 61-120 of the five old classes, {PictureScoring.Number(OldAccuracy(own))}, less that of one fit to all six with the same recipe",
            "0: nothing is forgotten that a joint fit keeps");
        yield return new Figure("neu/new-class/accuracy", PictureScoring.Accuracy(own), "", $"{protocol}; accuracy on pictures 61-120 of all six");

        double OldAccuracy(JudgedPicture[] judged) => PictureScoring.Accuracy([.. judged.Where(picture => picture.Truth != added[0].Label)]);
    }
}
