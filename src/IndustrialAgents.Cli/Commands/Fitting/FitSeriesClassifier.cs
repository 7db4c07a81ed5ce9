using System.CommandLine;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.TimeSeries;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>What <c>ia fit classify</c> does with series.</summary>
internal sealed class FitSeriesClassifier(WindowSource source, ExpertTarget target) : LearningOn<SeriesClassifierLearner>(target)
{
    private readonly ExpertTarget _target = target;
    private readonly Option<double[]> _noise = new("--noise") { Description = "With series: also learn each window with white noise at this signal-to-noise ratio in dB, for sensors that will be noisier; may be given more than once.", HelpName = "DB" };

    /// <inheritdoc/>
    protected override string Unit => "windows";

    public void AddTo(Command command)
    {
        source.AddTo(command);
        command.Add(_noise);
    }

    /// <summary>Fits anew or learns on.</summary>
    public FittedExpert Fit(ParseResult parsed, LearningPlan plan, string? data, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (plan.Expert is not { } folder)
        {
            return FitAnew(parsed, data!, progress, cancellationToken);
        }

        InvalidRequestException.Require(
            parsed.GetValue(_noise) is null or { Length: 0 }, "--noise", $"does not go with {plan.Option}: the expert in {folder.Name} has decided on it");
        return Run(parsed, plan, data is null ? [] : [data], progress, cancellationToken);
    }

    /// <inheritdoc/>
    protected override SeriesClassifierLearner Load(string folder) => SeriesClassifierLearner.Load(folder);

    /// <inheritdoc/>
    protected override SeriesClassifierLearner Empty(SeriesClassifierLearner learner) => learner.Empty();

    /// <inheritdoc/>
    protected override long Add(ParseResult parsed, SeriesClassifierLearner learner, string path, IProgress<string> progress, CancellationToken cancellationToken, out string? remark)
    {
        var windows = source.Read(parsed, path, "--data", learner.Length, progress);
        var known = windows.Where(window => learner.Classes.ContainsKey(window.Label)).ToList();
        remark = known.Count > 0 && learner.Classes.Count > 1
            ? FormattableString.Invariant($"{learner.Accuracy(known):P1} of the {known.Count:N0} of known classes were called rightly before")
            : null;
        learner.Add(windows);
        return windows.Count;
    }

    /// <inheritdoc/>
    protected override long Remove(ParseResult parsed, SeriesClassifierLearner learner, string path, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var windows = source.Read(parsed, path, "--forget", learner.Length, progress);
        learner.Remove(windows);
        return windows.Count;
    }

    /// <inheritdoc/>
    protected override void Merge(SeriesClassifierLearner learner, SeriesClassifierLearner other) => learner.Merge(other);

    /// <inheritdoc/>
    protected override long Count(SeriesClassifierLearner learner) => learner.Windows;

    /// <inheritdoc/>
    protected override void Say(SeriesClassifierLearner learner) => SayClasses(learner, learner.Classes);

    /// <inheritdoc/>
    protected override FittedExpert ToExpert(SeriesClassifierLearner learner, ExpertId id) => learner.ToExpert(id);

    private static void SayFit(SeriesClassifier classifier) =>
        ExpertTarget.Note($"{classifier.HeldOutAccuracy:P1} of windows held out were called rightly{(classifier.Reason is { } reason ? $"; {reason}" : "")}");

    private FittedExpert FitAnew(ParseResult parsed, string data, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var windows = source.Read(parsed, data, "--data", null, progress);
        var (length, channels) = (windows[0].Series.Length, windows[0].Series.Channels.Count);
        var options = new SeriesClassifierOptions
        {
            Noise = parsed.GetValue(_noise) ?? [],
            MiniRocket = new MiniRocketOptions { Features = SeriesClassifierLearner.MiniRocketFeatures },
        };
        progress.Report(FormattableString.Invariant($"fitting to {windows.Count:N0} windows of {length:N0} samples"));
        if (new SpectralFeatures(length, channels).Features + SeriesClassifierLearner.MiniRocketFeatures > SeriesClassifierLearner.MaxFeatures)
        {
            var classifier = SeriesClassifier.Fit(windows, options, cancellationToken);
            SayFit(classifier);
            ExpertTarget.Note($"{channels} channels have too many features to keep their sums: it cannot learn on; fewer with --channel could");
            return classifier.ToExpert(_target.Id(parsed));
        }

        var learner = SeriesClassifierLearner.Fit(windows, options, cancellationToken);
        Say(learner);
        SayFit(learner.ToClassifier());
        return learner.ToExpert(_target.Id(parsed));
    }
}
