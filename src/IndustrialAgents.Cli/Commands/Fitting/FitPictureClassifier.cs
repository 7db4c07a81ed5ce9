using System.CommandLine;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.Vision.Pictures;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>What <c>ia fit classify</c> does with pictures.</summary>
internal sealed class FitPictureClassifier(PictureSource source, BackboneOptions backbone, ExpertTarget target) : LearningOn<PictureLearner>(target)
{
    private readonly ExpertTarget _target = target;
    private readonly Option<int?> _copies = new("--copies") { Description = "With pictures: also learn so many copies of each, mirrored, turned a little, brighter or darker, 0 to 16. Default: none.", HelpName = "COUNT" };

    /// <inheritdoc/>
    protected override string Unit => "pictures";

    public void AddTo(Command command)
    {
        source.AddTo(command);
        backbone.AddTo(command);
        command.Add(_copies);
    }

    /// <summary>Refuses options of pictures where there are none.</summary>
    /// <exception cref="InvalidRequestException">One was given.</exception>
    public void Refuse(ParseResult parsed)
    {
        const string Why = "goes with pictures; leave it out";
        backbone.Refuse(parsed, Why);
        source.Refuse(parsed, Why);
        InvalidRequestException.Require(parsed.GetValue(_copies) is null, "--copies", Why);
    }

    /// <summary>Fits anew or learns on.</summary>
    public FittedExpert Fit(ParseResult parsed, LearningPlan plan, string? data, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (plan.Expert is not { } folder)
        {
            return FitAnew(parsed, data!, progress, cancellationToken);
        }

        var why = $"does not go with {plan.Option}: the expert in {folder.Name} has decided on it; leave it out, or fit anew";
        backbone.Refuse(parsed, why);
        InvalidRequestException.Require(parsed.GetValue(_copies) is null, "--copies", why);
        return Run(parsed, plan, data is null ? [] : [data], progress, cancellationToken);
    }

    /// <inheritdoc/>
    protected override PictureLearner Load(string folder) => PictureLearner.Load(folder);

    /// <inheritdoc/>
    protected override PictureLearner Empty(PictureLearner learner) => learner.Empty();

    /// <inheritdoc/>
    protected override long Add(ParseResult parsed, PictureLearner learner, string path, IProgress<string> progress, CancellationToken cancellationToken, out string? remark)
    {
        var (set, before) = (source.ReadClasses(parsed, path, "--data"), learner.Classes.Keys.ToArray());
        set.Use("pictures", () =>
        {
            learner.Add(set.Pictures, cancellationToken);
            return true;
        });
        string[] fresh = [.. set.Pictures.Select(picture => picture.Label).Distinct(StringComparer.Ordinal).Except(before)];
        remark = before.Length > 0 && fresh.Length > 0 ? $"new: {string.Join(", ", fresh)}" : null;
        return set.Pictures.Count;
    }

    /// <inheritdoc/>
    protected override long Remove(ParseResult parsed, PictureLearner learner, string path, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var set = source.ReadClasses(parsed, path, "--forget");
        set.Use("pictures", () =>
        {
            learner.Remove(set.Pictures, cancellationToken);
            return true;
        });
        return set.Pictures.Count;
    }

    /// <inheritdoc/>
    protected override void Merge(PictureLearner learner, PictureLearner other) => learner.Merge(other);

    /// <inheritdoc/>
    protected override long Count(PictureLearner learner) => learner.Classes.Values.Sum();

    /// <inheritdoc/>
    protected override void Say(PictureLearner learner) => SayClasses(learner, learner.Classes);

    /// <inheritdoc/>
    protected override FittedExpert ToExpert(PictureLearner learner, ExpertId id) => learner.ToExpert(id);

    private FittedExpert FitAnew(ParseResult parsed, string data, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var copies = parsed.GetValue(_copies) ?? 0;
        InvalidRequestException.Require(copies is >= 0 and <= 16, "--copies", $"{copies}; give 0 to 16");
        var set = source.ReadClasses(parsed, data, "--data");
        var features = backbone.Open(parsed, BackboneFeatures.Open);
        progress.Report(FormattableString.Invariant($"fitting to {set.Pictures.Count:N0} pictures"));
        var options = new PictureLearnerOptions { Augmentation = PictureAugmentation.None with { Copies = copies } };
        PictureLearner? fitted = null;
        try
        {
            fitted = set.Use("pictures", () => PictureLearner.Fit(set.Pictures, options, features, cancellationToken));
            Say(fitted);
            ExpertTarget.Note($"{fitted.Reason}");
            return fitted.ToExpert(_target.Id(parsed));
        }
        finally
        {
            // The learner disposes the features that it was given; without one they are still ours.
            ((IDisposable?)fitted ?? features)?.Dispose();
        }
    }
}
