using IndustrialAgents.Experts.Language.Entities;

namespace IndustrialAgents.Experts.Language;

/// <summary>Entities in work orders (nlp-tlp/maintie, gold), as exact spans of its five top classes, by the averaged structured perceptron.</summary>
public static class MaintieEvaluation
{
    private const int Part = 5;

    /// <summary>Learns from four fifths of the texts and is measured on the rest.</summary>
    /// <param name="data">Folder that holds <c>text/maintie</c>.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="IOException">The data is missing.</exception>
    /// <exception cref="InvalidDataException">The data is of another form, or too little.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string data, IProgress<string> progress, CancellationToken cancellationToken) => Task.Run(() =>
    {
        var path = Path.Combine(data, "text", "maintie", "gold_release.json");
        var all = AnnotatedTexts.Read(path).ToArray();
        if (all.Length < Part)
        {
            throw new InvalidDataException($"{path}: {all.Length} texts; at least {Part} are needed");
        }

        new Random(0).Shuffle(all);
        var (test, train) = (all[..(all.Length / Part)], all[(all.Length / Part)..]);
        progress.Report($"learning from {train.Length} texts");
        var tagger = EntityTraining.Fit(train, cancellationToken: cancellationToken);
        var scores = EntityScores.Of(tagger, test);
        var protocol = $"gold, {train.Length} texts to learn from and {test.Length} to test, drawn once with seed 0 (the folder holds no split); "
            + $"passes chosen from 6, 12 and 20 by 5-fold cross-validation on the first; exact span and class, nested ones included; {scores.True} entities; given tokens; ";
        return (IReadOnlyList<Figure>)
        [
            new Figure("maintie/test/perceptron/micro_f1", scores.MicroF1, "", protocol + "five top classes", "SpERT, a neural encoder, .874"),
            new Figure("maintie/test/perceptron/precision", (double)scores.Right / Math.Max(1, scores.Found), "", protocol + "five top classes"),
            new Figure("maintie/test/perceptron/recall", (double)scores.Right / Math.Max(1, scores.True), "", protocol + "five top classes"),
            .. tagger.Classes.Select(name => new Figure($"maintie/test-{name}/perceptron/f1", EntityScores.Of(tagger, test, name).MicroF1, "", protocol + $"class {name} alone")),
        ];
    }, cancellationToken);
}
