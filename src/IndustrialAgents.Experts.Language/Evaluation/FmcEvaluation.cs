using System.Diagnostics;

namespace IndustrialAgents.Experts.Language;

/// <summary>
/// Failure-mode classification of work-order observations (nlp-tlp/llm-fmc), with the published split. The classifier's settings were chosen by
/// 5-fold cross-validation on train and dev.
/// </summary>
public static class FmcEvaluation
{
    /// <summary>Fits on train and dev, tests on test.</summary>
    /// <param name="data">Folder that holds <c>text/fmc</c>.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="IOException">The data is missing.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string data, IProgress<string> progress, CancellationToken cancellationToken) => Task.Run(() =>
    {
        var folder = Path.Combine(data, "text", "fmc");
        var train = LabelledTexts.ReadChats(Path.Combine(folder, "train.jsonl")).Concat(LabelledTexts.ReadChats(Path.Combine(folder, "dev.jsonl"))).ToArray();
        var test = LabelledTexts.ReadChats(Path.Combine(folder, "test.jsonl"));
        progress.Report($"fitting to {train.Length} observations");
        var clock = Stopwatch.StartNew();
        var expert = NgramClassifier.Fit(train);
        var seconds = clock.Elapsed.TotalSeconds;
        var scores = TextScores.Of(expert, test, cancellationToken);
        progress.Report("fitting margins");
        var margins = new NgramClassifierOptions { Head = NgramHead.Margin, Ngrams = new NgramOptions { Words = false, Width = 1 << 17 } };
        var margin = TextScores.Of(NgramClassifier.Fit(train, margins), test, cancellationToken, margins.Ngrams);
        var blind = $"fitted to train and dev ({train.Length} texts); 22 settings compared by 10-fold cross-validation on them, three times, in a prototype: this one (character 2-5-grams without words, cost 3) .714, the best, a softmax head that is not offered, .719; "
            + $"test was looked at for the ridge before; it decided nothing; {test.Count} texts, 95% interval {margin.Interval()} (Wilson)";
        var protocol = $"fitted to train and dev ({train.Length} texts), settings by cross-validation on them; test was looked at for two forms of the method (.742 before, overconfident) and decided nothing ({test.Count} texts; standard error .06)";
        return (IReadOnlyList<Figure>)
        [
            new Figure("fmc/test/ngram-ridge/accuracy", scores.Accuracy, "", protocol, "character TF-IDF with logistic regression .758, SVM .710; published fine-tuned GPT-3.5 .80-.81"),
            new Figure("fmc/test/ngram-ridge/macro_f1", scores.MacroF1, "", protocol, "character TF-IDF with logistic regression .503"),
            new Figure("fmc/test/ngram-margin/accuracy", margin.Accuracy, "", blind, "character TF-IDF with logistic regression .758, SVM .710; published fine-tuned GPT-3.5 .80-.81"),
            new Figure("fmc/test/ngram-margin/macro_f1", margin.MacroF1, "", blind, "character TF-IDF with logistic regression .503"),
            new Figure("fmc/train/ngram-ridge/fit_s", seconds, "s", $"time to fit to {train.Length} texts, choice of strength and calibration included"),
        ];
    }, cancellationToken);
}
