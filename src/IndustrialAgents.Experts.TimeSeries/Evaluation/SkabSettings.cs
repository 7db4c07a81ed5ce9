namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Ridge residual detectors of many settings, of which each run gets the one that does best on the labels of the other runs: what choosing
/// settings on labelled runs is worth on a run that nobody has looked at.
/// </summary>
internal static class SkabSettings
{
    /// <summary>What is done, for the figure's protocol.</summary>
    public const string Protocol =
        "ridge residuals; of 96 settings (1, 3, 5, 8 lags; 10 s, 5 s, octaves to 32 s, or 2, 8, 32 s of smoothing; fitted or left-out errors; limits of 5, 6, 7 robust "
        + "deviations), written down before any was measured this way, each run gets the one of the highest F1 at no more than 15 % false alarms on the labels of the 15 other runs";

    private const double MostFalseAlarms = 0.15;

    /// <summary>The settings.</summary>
    public static IReadOnlyList<RidgeResidualOptions> All { get; } =
    [
        .. from lags in (int[])[1, 3, 5, 8]
           from smoothings in (int[][])[[10], [5], [1, 2, 4, 8, 16, 32], [2, 8, 32]]
           from blocks in (int[])[1, 5]
           from deviations in (double[])[5, 6, 7]
           select new RidgeResidualOptions { Lags = lags, Smoothings = smoothings, Blocks = blocks, Limit = AlarmLimit.RobustDeviations(deviations) },
    ];

    /// <summary>Counts over all runs, each with the settings chosen on the others.</summary>
    /// <param name="runs">The runs with their labels.</param>
    /// <param name="count">Adds what a detector does on a run to counts.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static DetectionCounts ChooseOnOtherRuns(
        IReadOnlyList<SeriesTable> runs, Func<SeriesTable, IStreamingDetector, DetectionCounts, DetectionCounts> count, CancellationToken cancellationToken)
    {
        var counts = new DetectionCounts[All.Count, runs.Count];
        Parallel.For(0, All.Count * runs.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            var (setting, run) = (i / runs.Count, i % runs.Count);
            var normal = runs[run].Series.Slice(0, Math.Min(SkabEvaluation.FitRows, runs[run].Series.Length));
            counts[setting, run] = count(runs[run], new RidgeResidualDetector(RidgeResidualModel.Fit(normal, All[setting])), default);
        });
        var total = default(DetectionCounts);
        for (var run = 0; run < runs.Count; run++)
        {
            var best = Enumerable.Range(0, All.Count).MaxBy(setting =>
            {
                var others = Enumerable.Range(0, runs.Count).Where(other => other != run).Aggregate(default(DetectionCounts), (sum, other) => Add(sum, counts[setting, other]));
                return others.FalseAlarmRate <= MostFalseAlarms ? others.F1 : others.F1 - 1;
            });
            total = Add(total, counts[best, run]);
        }

        return total;
    }

    private static DetectionCounts Add(DetectionCounts a, DetectionCounts b) =>
        new(a.Hits + b.Hits, a.FalseAlarms + b.FalseAlarms, a.Misses + b.Misses, a.Quiet + b.Quiet);
}
