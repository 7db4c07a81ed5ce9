namespace IndustrialAgents.Experts.Language;

/// <summary>Failure-mode classification of work-order observations (nlp-tlp/llm-fmc), with the published split.</summary>
public static class FmcEvaluation
{
    /// <summary>Fits on train and dev, tests on test.</summary>
    /// <param name="data">Folder that holds <c>text/fmc</c>: <c>train.jsonl</c>, <c>dev.jsonl</c> and <c>test.jsonl</c>.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="InvalidRequestException">A file is missing or of another form.</exception>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string data, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        (string Text, string Label)[] train = [.. Read("train.jsonl"), .. Read("dev.jsonl")];
        var test = Read("test.jsonl");
        EvaluationFile.Require(test.Count > 0, Path.Combine(data, "text", "fmc", "test.jsonl"), "has no texts to test on");
        progress.Report($"fitting to {train.Length} observations");
        var expert = await Task.Run(() => NgramClassifier.Fit(train, new NgramClassifierOptions { Head = NgramHead.Selected }, cancellationToken), cancellationToken).ConfigureAwait(false);
        var scores = await TextScores.OfAsync(expert, test, cancellationToken).ConfigureAwait(false);
        var protocol = $"fitted to train and dev, {train.Length} texts; pieces, head and cost chosen by cross-validation on them; {test.Count} test texts, 95% interval {scores.Interval()} (Wilson); "
            + "the test had been looked at for earlier methods (.710 to .742) and decided nothing";
        return
        [
            new Figure("fmc/test/selected/accuracy", scores.Accuracy, "", protocol, "character TF-IDF with logistic regression .758, SVM .710; published fine-tuned GPT-3.5 .80-.81"),
            new Figure("fmc/test/selected/macro_f1", scores.MacroF1, "", "as above", "character TF-IDF with logistic regression .503"),
        ];

        IReadOnlyList<(string Text, string Label)> Read(string file) => EvaluationFile.Read(LabelledTexts.ReadChats, data, "text", "fmc", file);
    }
}
