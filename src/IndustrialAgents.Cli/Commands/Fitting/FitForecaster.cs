using System.CommandLine;
using IndustrialAgents.Experts;
using IndustrialAgents.Experts.TimeSeries;

namespace IndustrialAgents.Cli.Commands.Fitting;

/// <summary>How forecasters learn on.</summary>
internal sealed class FitForecaster(SeriesSource source, ExpertTarget target) : LearningOn<ForecastLearner>(target)
{
    private static readonly LearningPlan Nothing = new(null, null, [], []);

    /// <inheritdoc/>
    protected override string Unit => "windows";

    /// <summary>Adds further stretches of time to a learner.</summary>
    public void AddAll(ParseResult parsed, ForecastLearner learner, IEnumerable<string> files, IProgress<string> progress, CancellationToken cancellationToken)
    {
        Learn(parsed, learner, Nothing, files, progress, cancellationToken);
        progress.Report("solving");
    }

    /// <inheritdoc/>
    protected override ForecastLearner Load(string folder) => ForecastLearner.Load(folder);

    /// <inheritdoc/>
    protected override ForecastLearner Empty(ForecastLearner learner) => learner.Empty();

    /// <inheritdoc/>
    protected override long Add(ParseResult parsed, ForecastLearner learner, string path, IProgress<string> progress, CancellationToken cancellationToken, out string? remark)
    {
        remark = null;
        return learner.Add(source.Read(parsed, new FileInfo(path)));
    }

    /// <inheritdoc/>
    protected override long Remove(ParseResult parsed, ForecastLearner learner, string path, IProgress<string> progress, CancellationToken cancellationToken) =>
        learner.Remove(source.Read(parsed, new FileInfo(path)));

    /// <inheritdoc/>
    protected override void Merge(ForecastLearner learner, ForecastLearner other) => learner.Merge(other);

    /// <inheritdoc/>
    protected override long Count(ForecastLearner learner) => learner.Windows;

    /// <inheritdoc/>
    protected override FittedExpert ToExpert(ForecastLearner learner, ExpertId id) => learner.ToExpert(id);
}
