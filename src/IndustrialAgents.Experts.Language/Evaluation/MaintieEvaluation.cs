using IndustrialAgents.Experts.Language.Entities;

namespace IndustrialAgents.Experts.Language;

/// <summary>Entities in work orders (nlp-tlp/maintie, gold), as exact spans of its five top classes, by the averaged structured perceptron.</summary>
public static class MaintieEvaluation
{
    private const int Part = 5;

    /// <summary>Learns from four fifths of the texts and is measured on the rest.</summary>
    /// <param name="data">Folder that holds <c>text/maintie/gold_release.json</c>.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="InvalidRequestException">The file is missing, of another form or too short.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string data, IProgress<string> progress, CancellationToken cancellationToken) => Task.Run(() =>
    {
        var all = EvaluationFile.Read(AnnotatedTexts.Read, data, "text", "maintie", "gold_release.json").ToArray();
        EvaluationFile.Require(all.Length >= Part, "gold_release.json", $"has {all.Length} texts where {Part} are needed");
        new Random(0).Shuffle(all);
        var (test, train) = (all[..(all.Length / Part)], all[(all.Length / Part)..]);
        progress.Report($"learning from {train.Length} texts");
        var tagger = EntityTraining.Fit(train, cancellationToken: cancellationToken);
        var scores = EntityScores.Of(tagger, test);
        var protocol = $"{train.Length} texts to learn from and {test.Length} to test, drawn once as no split is published; passes chosen by cross-validation on the first; "
            + $"exact span and class of {scores.True} entities, nested ones included";
        return (IReadOnlyList<Figure>)
        [
            new Figure("maintie/five/selected/micro_f1", scores.MicroF1, "", protocol, "SpERT, a neural encoder, .874"),
            new Figure("maintie/five/selected/precision", (double)scores.Right / Math.Max(1, scores.Found), "", "as above"),
            new Figure("maintie/five/selected/recall", (double)scores.Right / Math.Max(1, scores.True), "", "as above"),
        ];
    }, cancellationToken);
}
