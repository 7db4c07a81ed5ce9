using System.CommandLine;
using IndustrialAgents.Experts;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>
/// How an expert learns on from the sums that it kept, whatever it is of: what is added, merged and forgotten, in which order, and what is said of it.
/// </summary>
/// <typeparam name="TLearner">What learns.</typeparam>
internal abstract class LearningOn<TLearner>(ExpertTarget target)
    where TLearner : class
{
    /// <summary>What it counts, such as windows.</summary>
    protected abstract string Unit { get; }

    /// <summary>Fits as the plan says, from what its expert has learned or with what that decided.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="plan">What to do; it names an expert.</param>
    /// <param name="data">Paths of what is added.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidRequestException">Something cannot be read, or does not fit what was learned.</exception>
    public FittedExpert Run(ParseResult parsed, LearningPlan plan, IReadOnlyList<string> data, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var folder = plan.Expert!;
        progress.Report($"reading what {folder.Name} has learned");
        var before = ManifestReader.ReadFolder(folder.FullName).Id;
        var learner = Load(folder.FullName);
        try
        {
            if (plan.From is null)
            {
                var decided = learner;
                learner = Empty(decided);
                LetGo(decided);
            }

            Learn(parsed, learner, plan, data, progress, cancellationToken);
            progress.Report("solving");
            Say(learner);
            return ToExpert(learner, target.Id(parsed, plan.From is null ? null : before));
        }
        finally
        {
            LetGo(learner);
        }
    }

    /// <summary>Adds, merges and forgets, in this order, so that what was merged can be forgotten.</summary>
    protected void Learn(ParseResult parsed, TLearner learner, LearningPlan plan, IEnumerable<string> data, IProgress<string> progress, CancellationToken cancellationToken)
    {
        foreach (var path in data)
        {
            progress.Report($"adding {Name(path)}");
            var added = Add(parsed, learner, path, progress, cancellationToken, out var remark);
            ExpertTarget.Note($"{Name(path)}: {added:N0} {Unit} added{(remark is null ? "" : $"; {remark}")}");
        }

        foreach (var other in plan.Merge)
        {
            progress.Report($"merging {other.Name}");
            var learned = Load(other.FullName);
            try
            {
                Merge(learner, learned);
                ExpertTarget.Note($"{other.Name}: {Count(learned):N0} {Unit} merged");
            }
            finally
            {
                LetGo(learned);
            }
        }

        foreach (var path in plan.Forget)
        {
            progress.Report($"forgetting {Name(path)}");
            ExpertTarget.Note($"{Name(path)}: {Remove(parsed, learner, path, progress, cancellationToken):N0} {Unit} forgotten");
        }
    }

    /// <summary>Reads what an expert's folder keeps.</summary>
    protected abstract TLearner Load(string folder);

    /// <summary>A learner that decides likewise and has seen nothing.</summary>
    protected abstract TLearner Empty(TLearner learner);

    /// <summary>Adds what lies at a path.</summary>
    /// <returns>How much was added; <paramref name="remark"/> is what else to say of it.</returns>
    protected abstract long Add(ParseResult parsed, TLearner learner, string path, IProgress<string> progress, CancellationToken cancellationToken, out string? remark);

    /// <summary>Takes off what lies at a path.</summary>
    /// <returns>How much was forgotten.</returns>
    protected abstract long Remove(ParseResult parsed, TLearner learner, string path, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>Adds what another learned.</summary>
    protected abstract void Merge(TLearner learner, TLearner other);

    /// <summary>How much counts now.</summary>
    protected abstract long Count(TLearner learner);

    /// <summary>Says what was learned, if there is more to say than its number.</summary>
    protected virtual void Say(TLearner learner)
    {
    }

    /// <summary>The expert of what was learned.</summary>
    protected abstract FittedExpert ToExpert(TLearner learner, ExpertId id);

    /// <summary>Says the classes and how much of each counts.</summary>
    protected void SayClasses(TLearner learner, IReadOnlyDictionary<string, long> classes) => ExpertTarget.Note(
        $"{Count(learner):N0} {Unit}: {string.Join(", ", classes.OrderBy(own => own.Key, StringComparer.Ordinal).Select(own => FormattableString.Invariant($"{own.Key} {own.Value:N0}")))}");

    private static string Name(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    private static void LetGo(TLearner learner) => (learner as IDisposable)?.Dispose();
}
