using System.Numerics.Tensors;

namespace IndustrialAgents.Learning;

/// <summary>Chooses the strength λ of a <see cref="RidgeHead"/> from statistics alone. Thread-safe.</summary>
public static class RidgeSearch
{
    /// <summary>Strengths to try where none are given: 10⁻⁶ to 10² of the mean of G's diagonal, two a decade.</summary>
    public static IReadOnlyList<double> DefaultStrengths(RidgeStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        var trace = 0.0;
        for (var i = 0; i < statistics.Features; i++)
        {
            trace += statistics.Gram[(i * statistics.Features) + i];
        }

        var scale = Math.Max(trace / statistics.Features, double.Epsilon * 1e20);
        return [.. Enumerable.Range(0, 17).Select(step => scale * Math.Pow(10, -6 + (step / 2.0)))];
    }

    /// <summary>
    /// The head whose generalised cross-validation score, (RSS/n) / (1 - df/n)², is least (Golub, Heath, Wahba 1979,
    /// doi:10.1080/00401706.1979.10489751). No rows need be held out, but rows must be exchangeable: for windows that overlap use
    /// <see cref="ByHeldOut"/>.
    /// </summary>
    /// <param name="statistics">What was collected.</param>
    /// <param name="strengths">The λ to try; null for <see cref="DefaultStrengths"/>.</param>
    /// <param name="intercept">Whether there is a b.</param>
    /// <exception cref="InvalidStatisticsException">There are no rows, or no strength could be used.</exception>
    public static RidgeHead ByGeneralizedCrossValidation(
        RidgeStatistics statistics, IReadOnlyList<double>? strengths = null, bool intercept = true)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        var path = new RidgePath(statistics, intercept);
        return Best(strengths ?? DefaultStrengths(statistics), path.GeneralizedCrossValidation, path.Solve);
    }

    /// <summary>The head fitted on one part whose squared error on another is least.</summary>
    /// <param name="training">The part that is fitted.</param>
    /// <param name="heldOut">The part that judges.</param>
    /// <param name="strengths">The λ to try; null for <see cref="DefaultStrengths"/>.</param>
    /// <param name="intercept">Whether there is a b.</param>
    /// <exception cref="InvalidStatisticsException">A part has no rows, the shapes differ, or no strength could be used.</exception>
    public static RidgeHead ByHeldOut(
        RidgeStatistics training, RidgeStatistics heldOut, IReadOnlyList<double>? strengths = null, bool intercept = true)
    {
        ArgumentNullException.ThrowIfNull(training);
        var path = new RidgePath(training, intercept);
        return Best(
            strengths ?? DefaultStrengths(training),
            strength => path.Solve(strength) is { } head ? head.Loss(heldOut) : double.PositiveInfinity,
            path.Solve);
    }

    /// <summary>The head fitted on all folds, with the strength whose squared error on each fold, fitted on the others, is least in sum.</summary>
    /// <param name="folds">Statistics of disjoint parts, at least two.</param>
    /// <param name="strengths">The λ to try; null for <see cref="DefaultStrengths"/> of all folds together.</param>
    /// <param name="intercept">Whether there is a b.</param>
    /// <exception cref="InvalidStatisticsException">There are fewer than two folds, one has no rows, the shapes differ, or no strength could be used.</exception>
    public static RidgeHead ByFolds(IReadOnlyList<RidgeStatistics> folds, IReadOnlyList<double>? strengths = null, bool intercept = true)
    {
        ArgumentNullException.ThrowIfNull(folds);
        if (folds.Count < 2)
        {
            throw new InvalidStatisticsException($"{folds.Count} folds; cross-validation needs at least 2");
        }

        var all = folds[0].Clone();
        foreach (var fold in folds.Skip(1))
        {
            all.Merge(fold);
        }

        strengths ??= DefaultStrengths(all);
        var losses = new double[strengths.Count];
        foreach (var fold in folds)
        {
            var others = all.Clone();
            others.Remove(fold);
            var path = new RidgePath(others, intercept);
            for (var s = 0; s < losses.Length; s++)
            {
                losses[s] += path.Solve(strengths[s]) is { } head ? head.Loss(fold) * fold.Count : double.PositiveInfinity;
            }
        }

        var best = losses.AsSpan().IndexOf(TensorPrimitives.Min<double>(losses));
        return double.IsFinite(losses[best])
            ? RidgeHead.Solve(all, strengths[best], intercept)
            : throw new InvalidStatisticsException("no strength could be used; give larger ones");
    }

    internal static void RequireStrength(double strength)
    {
        if (!(strength > 0) || !double.IsFinite(strength))
        {
            throw new InvalidStatisticsException($"strength {strength}; it must be positive and finite");
        }
    }

    private static RidgeHead Best(IReadOnlyList<double> strengths, Func<double, double> score, Func<double, RidgeHead?> solve)
    {
        var (best, bestScore) = (double.NaN, double.PositiveInfinity);
        foreach (var strength in strengths)
        {
            RequireStrength(strength);
            var own = score(strength);
            if (own < bestScore)
            {
                (best, bestScore) = (strength, own);
            }
        }

        return double.IsNaN(best)
            ? throw new InvalidStatisticsException("no strength could be used; give larger ones, or more rows")
            : solve(best)!;
    }
}
