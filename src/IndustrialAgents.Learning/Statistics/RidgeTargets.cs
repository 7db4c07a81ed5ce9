namespace IndustrialAgents.Learning;

/// <summary>Moves the targets of statistics to other places: what a classifier needs to learn a class that it has not seen, or to drop one that is gone. Thread-safe.</summary>
public static class RidgeTargets
{
    /// <summary>A copy with as many targets as asked for. Targets that nothing is moved to have been zero in every row.</summary>
    /// <param name="statistics">The statistics.</param>
    /// <param name="places">New place of each target; -1 for one that is dropped. No two the same.</param>
    /// <param name="targets">Number of targets of the copy.</param>
    /// <exception cref="InvalidStatisticsException">There is not one place for each target, or a place is out of range or given twice.</exception>
    public static RidgeStatistics Place(RidgeStatistics statistics, IReadOnlyList<int> places, int targets)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        ArgumentNullException.ThrowIfNull(places);
        var taken = places.Where(place => place != -1).ToArray();
        if (places.Count != statistics.Targets || targets is < 1 or > RidgeStatistics.MaxWidth
            || taken.Any(place => place < 0 || place >= targets) || taken.Distinct().Count() != taken.Length)
        {
            throw new InvalidStatisticsException(
                $"places {string.Join(", ", places)} do not put {statistics.Targets} targets apart among {targets}; give each its own of 0 to {targets - 1}, or -1");
        }

        var (d, k) = (statistics.Features, statistics.Targets);
        var (cross, sums, squares) = (new double[(long)d * targets], new double[targets], new double[targets]);
        for (var t = 0; t < k; t++)
        {
            if (places[t] >= 0)
            {
                (sums[places[t]], squares[places[t]]) = (statistics.TargetSums[t], statistics.TargetSquares[t]);
                for (var i = 0; i < d; i++)
                {
                    cross[(i * targets) + places[t]] = statistics.Cross[(i * k) + t];
                }
            }
        }

        return new RidgeStatistics(d, targets, statistics.Count, statistics.Gram.ToArray(), cross, statistics.FeatureSums.ToArray(), sums, squares);
    }
}
