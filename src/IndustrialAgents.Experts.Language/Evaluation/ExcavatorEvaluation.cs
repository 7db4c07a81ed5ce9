namespace IndustrialAgents.Experts.Language;

/// <summary>Naming the major system of an excavator from a work order's short text (nlp-tlp/MaintKG), by 5-fold cross-validation.</summary>
public static class ExcavatorEvaluation
{
    private const int Folds = 5;

    /// <summary>Fits on four fifths and tests on the rest, five times: once with the rows drawn freely, once with identical texts kept together.</summary>
    /// <param name="data">Folder that holds <c>text/excavator/case_study_pdl.csv</c>.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="InvalidRequestException">The file is missing, of another form or too short.</exception>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string data, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var rows = EvaluationFile.Read(path => LabelledTexts.ReadTable(path, "OriginalShorttext", "MajorSystem"), data, "text", "excavator", "case_study_pdl.csv");
        var keys = rows.Select(row => row.Text.Trim().ToUpperInvariant()).ToArray();
        var numbers = keys.Distinct().Select((key, number) => (key, number)).ToDictionary(pair => pair.key, pair => pair.number);
        EvaluationFile.Require(numbers.Count >= Folds, "case_study_pdl.csv", $"has {numbers.Count} different texts with a MajorSystem where {Folds} are needed");
        var plain = await ScoreAsync(rows, [.. Enumerable.Range(0, rows.Count)], "rows drawn freely", progress, cancellationToken).ConfigureAwait(false);
        var grouped = await ScoreAsync(rows, Array.ConvertAll(keys, key => numbers[key]), "identical texts in one fold", progress, cancellationToken).ConfigureAwait(false);
        var protocol = $"{rows.Count} rows, {rows.Select(row => row.Label).Distinct().Count()} labels, {Folds} folds; pieces, head and cost chosen within each training part, from what was drawn up on one of them; "
            + "pairs of words near each other were added there, by cross-validation, after a first look at these figures (.928 and .907)";
        return
        [
            new Figure("excavator/plain/selected/accuracy", plain.Accuracy, "", $"{protocol}; rows drawn freely; 95% interval {plain.Interval()}", "character and word n-grams with SVM .928"),
            new Figure("excavator/grouped/selected/accuracy", grouped.Accuracy, "", $"{protocol}; identical texts in one fold; 95% interval {grouped.Interval()}", "character and word n-grams with SVM .908"),
        ];
    }

    private static async Task<TextScores> ScoreAsync(
        IReadOnlyList<(string Text, string Label)> rows, int[] groups, string what, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var order = Enumerable.Range(0, groups.Max() + 1).ToArray();
        new Random(0).Shuffle(order);
        var (truth, named) = (new List<string>(), new List<string>());
        for (var fold = 0; fold < Folds; fold++)
        {
            progress.Report($"fold {fold + 1} of {Folds}, {what}");
            var train = rows.Where((_, i) => order[groups[i]] % Folds != fold).ToArray();
            var test = rows.Where((_, i) => order[groups[i]] % Folds == fold).ToArray();
            var expert = await Task.Run(() => NgramClassifier.Fit(train, new NgramClassifierOptions { Head = NgramHead.Selected }, cancellationToken), cancellationToken).ConfigureAwait(false);
            var scores = await TextScores.OfAsync(expert, test, cancellationToken).ConfigureAwait(false);
            truth.AddRange(scores.Truth);
            named.AddRange(scores.Named);
        }

        return new TextScores(truth, named);
    }
}
