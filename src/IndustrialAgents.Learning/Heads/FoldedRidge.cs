namespace IndustrialAgents.Learning;

/// <summary>
/// A ridge head whose strength is the one with the least squared error on folds held out in turn, with the scores that each row got while its fold
/// was held out. Solved in the smaller of the two forms: by sums over rows where these outnumber the features, by its dual where they do not.
/// Immutable and thread-safe.
/// </summary>
public sealed class FoldedRidge
{
    private FoldedRidge(RidgeHead head, double[] heldOut, double loss) => (Head, HeldOut, Loss) = (head, heldOut, loss);

    /// <summary>The head fitted on all rows.</summary>
    public RidgeHead Head { get; }

    /// <summary>Scores <c>[row, target]</c> of each row, by the fit on the other folds.</summary>
    public ReadOnlyMemory<double> HeldOut { get; }

    /// <summary>Mean squared error of <see cref="HeldOut"/>.</summary>
    public double Loss { get; }

    /// <summary>Fits.</summary>
    /// <param name="rows">Rows with their folds.</param>
    /// <param name="strengths">Strengths to try, each as a multiple of the mean eigenvalue of the centred sums; null for 10⁻⁵ to 10, one a decade.</param>
    /// <exception cref="InvalidStatisticsException">The rows do not fit together, are too many for their features, or no strength could be used.</exception>
    public static FoldedRidge Fit(RidgeRows rows, IReadOnlyList<double>? strengths = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rows.Validate();
        strengths ??= [.. Enumerable.Range(-5, 7).Select(decade => Math.Pow(10, decade))];
        if (rows.Width > RidgeStatistics.MaxWidth && rows.Count > RidgeStatistics.MaxWidth)
        {
            throw new InvalidStatisticsException($"{rows.Count} rows of {rows.Width} features; one of both must be at most {RidgeStatistics.MaxWidth}: give fewer rows or fewer features");
        }

        var path = rows.Width > rows.Count ? Dual(rows) : Primal(rows);
        var (best, bestScores, bestLoss) = (double.NaN, Array.Empty<double>(), double.PositiveInfinity);
        foreach (var multiple in strengths)
        {
            var strength = multiple * Math.Max(path.Scale, 1e-30);
            RidgeSearch.RequireStrength(strength);
            var scores = new double[rows.Count * rows.TargetCount];
            if (path.Predict(strength, scores) && SquaredError(rows, scores) is var loss && loss < bestLoss)
            {
                (best, bestScores, bestLoss) = (strength, scores, loss);
            }
        }

        return double.IsNaN(best)
            ? throw new InvalidStatisticsException("no strength could be used; give larger ones")
            : new FoldedRidge(path.Head(best), bestScores, bestLoss);
    }

    private static double SquaredError(RidgeRows rows, double[] scores)
    {
        var total = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            total += (scores[i] - rows.Targets[i]) * (scores[i] - rows.Targets[i]);
        }

        return total / scores.Length;
    }

    private static Form Dual(RidgeRows rows)
    {
        var dual = new DualRidge(rows);
        var folds = Enumerable.Range(0, rows.FoldCount).Select(fold => Split(rows, fold)).ToArray();
        return new Form(dual.Scale, (strength, scores) => Array.TrueForAll(folds, fold => dual.Predict(fold.Fitted, fold.Judged, strength, scores)), dual.Head);
    }

    private static Form Primal(RidgeRows rows)
    {
        var (d, k) = (rows.Width, rows.TargetCount);
        var folds = Enumerable.Range(0, rows.FoldCount).Select(fold => Split(rows, fold)).ToArray();
        var statistics = Array.ConvertAll(folds, fold => Collect(rows, fold.Judged));
        var all = statistics[0].Clone();
        foreach (var fold in statistics.Skip(1))
        {
            all.Merge(fold);
        }

        var paths = Array.ConvertAll(statistics, fold =>
        {
            var others = all.Clone();
            others.Remove(fold);
            return new RidgePath(others, intercept: true);
        });
        var system = new CenteredSystem(all, intercept: true);
        var scale = Enumerable.Range(0, d).Sum(i => system.Gram[(i * d) + i]) / d;
        return new Form(scale, Predict, strength => RidgeHead.Solve(all, strength));

        bool Predict(double strength, double[] scores)
        {
            for (var fold = 0; fold < folds.Length; fold++)
            {
                if (paths[fold].Solve(strength) is not { } head)
                {
                    return false;
                }

                foreach (var row in folds[fold].Judged)
                {
                    head.Predict(rows.Features.AsSpan(row * d, d), scores.AsSpan(row * k, k));
                }
            }

            return true;
        }
    }

    private static RidgeStatistics Collect(RidgeRows rows, int[] members)
    {
        var statistics = new RidgeStatistics(rows.Width, rows.TargetCount);
        var (features, targets) = (new float[members.Length * rows.Width], new float[members.Length * rows.TargetCount]);
        for (var m = 0; m < members.Length; m++)
        {
            rows.Features.AsSpan(members[m] * rows.Width, rows.Width).CopyTo(features.AsSpan(m * rows.Width));
            rows.Targets.AsSpan(members[m] * rows.TargetCount, rows.TargetCount).CopyTo(targets.AsSpan(m * rows.TargetCount));
        }

        statistics.Add(features, targets);
        return statistics;
    }

    private static (int[] Fitted, int[] Judged) Split(RidgeRows rows, int fold) => (
        [.. Enumerable.Range(0, rows.Count).Where(row => rows.Folds[row] != fold)],
        [.. Enumerable.Range(0, rows.Count).Where(row => rows.Folds[row] == fold)]);

    private sealed record Form(double Scale, Func<double, double[], bool> Predict, Func<double, RidgeHead> Head);
}
