using System.CommandLine;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.TimeSeries;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>What <c>ia fit classify</c> does with series.</summary>
internal sealed class FitSeriesClassifier(WindowSource source, ExpertTarget target, LearningOptions<string> learning)
{
    private readonly Option<double[]> _noise = new("--noise") { Description = "With series: also learn each window with white noise at this signal-to-noise ratio in dB, for sensors that will be noisier; may be given more than once.", HelpName = "DB" };

    public void AddTo(Command command)
    {
        source.AddTo(command);
        command.Add(_noise);
    }

    /// <summary>Fits anew or learns on.</summary>
    public FittedExpert Fit(ParseResult parsed, string? data, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var (from, like, gone, others) = learning.Read(parsed, data is not null);
        if ((from ?? like) is not { } folder)
        {
            return FitAnew(parsed, data!, progress, cancellationToken);
        }

        InvalidRequestException.Require(
            parsed.GetValue(_noise) is null or { Length: 0 }, "--noise", $"does not go with {(from is null ? "--like" : "--from")}: the expert in {folder.Name} has decided on it");
        progress.Report($"reading what {folder.Name} has learned");
        var before = ManifestReader.ReadFolder(folder.FullName).Id;
        var learner = SeriesClassifierLearner.Load(folder.FullName);
        learner = from is null ? learner.Empty() : learner;
        if (data is not null)
        {
            var windows = source.Read(parsed, data, "--data", learner.Length, progress);
            var known = windows.Where(window => learner.Classes.ContainsKey(window.Label)).ToList();
            var right = known.Count > 0 && learner.Classes.Count > 1 ? FormattableString.Invariant($"; {learner.Accuracy(known):P1} of the {known.Count:N0} of known classes were called rightly before") : "";
            learner.Add(windows);
            ExpertTarget.Note($"{Path.GetFileName(data)}: {windows.Count:N0} windows added{right}");
        }

        foreach (var other in others)
        {
            progress.Report($"merging {other.Name}");
            var learned = SeriesClassifierLearner.Load(other.FullName);
            learner.Merge(learned);
            ExpertTarget.Note($"{other.Name}: {learned.Windows:N0} windows merged");
        }

        foreach (var path in gone)
        {
            var windows = source.Read(parsed, path, "--forget", learner.Length, progress);
            learner.Remove(windows);
            ExpertTarget.Note($"{Path.GetFileName(path)}: {windows.Count:N0} windows forgotten");
        }

        progress.Report("solving");
        Say(learner);
        return learner.ToExpert(target.Id(parsed, from is null ? null : before));
    }

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
            return classifier.ToExpert(target.Id(parsed));
        }

        var learner = SeriesClassifierLearner.Fit(windows, options, cancellationToken);
        Say(learner);
        SayFit(learner.ToClassifier());
        return learner.ToExpert(target.Id(parsed));
    }

    private static void Say(SeriesClassifierLearner learner) =>
        ExpertTarget.Note($"{learner.Windows:N0} windows: {string.Join(", ", learner.Classes.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value:N0}")))}");

    private static void SayFit(SeriesClassifier classifier) =>
        ExpertTarget.Note($"{classifier.HeldOutAccuracy:P1} of windows held out were called rightly{(classifier.Reason is { } reason ? $"; {reason}" : "")}");
}
