namespace IndustrialAgents.Experts.Language;

/// <summary>Naming the major system of an excavator from a work order's short text (nlp-tlp/MaintKG), by 5-fold cross-validation.</summary>
public static class ExcavatorEvaluation
{
    private const int Folds = 5;

    /// <summary>Fits on four fifths and tests on the rest, five times: once with the rows drawn freely, once with identical texts kept together.</summary>
    /// <param name="data">Folder that holds <c>text/excavator</c>.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="IOException">The data is missing.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string data, IProgress<string> progress, CancellationToken cancellationToken) => Task.Run(() =>
    {
        var rows = LabelledTexts.ReadTable(Path.Combine(data, "text", "excavator", "case_study_pdl.csv"), "OriginalShorttext", "MajorSystem");
        var free = Score(rows, Enumerable.Range(0, rows.Count).ToArray(), new(), "rows drawn freely", progress, cancellationToken);
        var keys = rows.Select(row => row.Text.Trim().ToUpperInvariant()).ToArray();
        var numbers = keys.Distinct().Select((key, number) => (key, number)).ToDictionary(pair => pair.key, pair => pair.number);
        var grouped = Score(rows, Array.ConvertAll(keys, key => numbers[key]), new(), "identical texts in one fold", progress, cancellationToken);
        var margins = new NgramClassifierOptions { Head = NgramHead.Margin, WordWeight = 1.2, Ngrams = new NgramOptions { Width = 1 << 17 } };
        var marginFree = Score(rows, Enumerable.Range(0, rows.Count).ToArray(), margins, "margins, rows drawn freely", progress, cancellationToken);
        var marginGrouped = Score(rows, Array.ConvertAll(keys, key => numbers[key]), margins, "margins, identical texts in one fold", progress, cancellationToken);
        var compared = $"{rows.Count} rows, {Folds}-fold, seed 0; head and cost compared on two folds of another split of this set, so not wholly blind; ";
        var protocol = $"{rows.Count} rows, {rows.Select(row => row.Label).Distinct().Count()} labels, {Folds}-fold, seed 0, settings as for fmc and compared on four folds of one split of this set too, so not wholly blind; strength by leaving one out within the training folds; ";
        return (IReadOnlyList<Figure>)
        [
            new Figure("excavator/system/ngram-ridge/accuracy", free.Accuracy, "", protocol + "rows drawn freely", "character and word n-grams with SVM .928"),
            new Figure("excavator/system/ngram-ridge/macro_f1", free.MacroF1, "", protocol + "rows drawn freely"),
            new Figure("excavator/system-grouped/ngram-ridge/accuracy", grouped.Accuracy, "", protocol + "identical texts kept in one fold", "character and word n-grams with SVM .908"),
            new Figure("excavator/system/ngram-margin/accuracy", marginFree.Accuracy, "", $"{compared}rows drawn freely; 95% interval {marginFree.Interval()}", "character and word n-grams with SVM .928"),
            new Figure("excavator/system/ngram-margin/macro_f1", marginFree.MacroF1, "", compared + "rows drawn freely"),
            new Figure("excavator/system-grouped/ngram-margin/accuracy", marginGrouped.Accuracy, "", $"{compared}identical texts kept in one fold; 95% interval {marginGrouped.Interval()}", "character and word n-grams with SVM .908"),
        ];
    }, cancellationToken);

    private static TextScores Score(
        IReadOnlyList<(string Text, string Label)> rows, int[] groups, NgramClassifierOptions options, string what, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var order = Enumerable.Range(0, groups.Max() + 1).ToArray();
        new Random(0).Shuffle(order);
        var (truth, named) = (new List<string>(), new List<string>());
        for (var fold = 0; fold < Folds; fold++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.Report($"fold {fold + 1} of {Folds}, {what}");
            var train = rows.Where((_, i) => order[groups[i]] % Folds != fold).ToArray();
            var test = rows.Where((_, i) => order[groups[i]] % Folds == fold).ToArray();
            var scores = TextScores.Of(NgramClassifier.Fit(train, options), test, cancellationToken, options.Ngrams);
            truth.AddRange(scores.Truth);
            named.AddRange(scores.Named);
        }

        return new TextScores(truth, named);
    }
}
