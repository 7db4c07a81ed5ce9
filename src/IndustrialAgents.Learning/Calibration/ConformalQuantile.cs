namespace IndustrialAgents.Learning;

/// <summary>
/// Quantiles with a guarantee: of n held-out scores the ⌈(n + 1) q⌉-th smallest is not exceeded by the next one with probability at least q,
/// as long as they are exchangeable (Vovk, Gammerman, Shafer 2005; Lei et al. 2018, doi:10.1080/01621459.2017.1307116). Thread-safe.
/// </summary>
public static class ConformalQuantile
{
    /// <summary>An upper limit that the next score keeps with probability at least <paramref name="level"/>.</summary>
    /// <param name="sorted">Held-out scores, rising.</param>
    /// <param name="level">The level, between 0 and 1.</param>
    /// <returns>The limit; the largest score where there are too few for the level.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no scores or the level is not between 0 and 1.</exception>
    public static double Upper(ReadOnlySpan<double> sorted, double level)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length);
        if (level is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "must be between 0 and 1");
        }

        return sorted[Math.Clamp((int)Math.Ceiling((sorted.Length + 1) * level) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>A quantile of signed residuals: the upper limit for levels from one half on, the mirrored lower one below.</summary>
    /// <inheritdoc cref="Upper"/>
    public static double Signed(ReadOnlySpan<double> sorted, double level)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length);
        if (level >= 0.5)
        {
            return Upper(sorted, level);
        }

        if (!(level > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "must be between 0 and 1");
        }

        return sorted[Math.Clamp((int)Math.Floor((sorted.Length + 1) * level) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>
    /// A quantile of signed residuals that come in groups, such as those of one run, of which only the groups are exchangeable: every group counts once,
    /// spread evenly over its residuals (pooled distributions of Dunn, Wasserman, Ramdas 2022, doi:10.1080/01621459.2022.2060112), and one group more
    /// lies beyond them all. With one residual a group it is <see cref="Signed"/>.
    /// </summary>
    /// <param name="residuals">Held-out residuals.</param>
    /// <param name="groups">Group of each.</param>
    /// <param name="level">The level, between 0 and 1.</param>
    /// <returns>The limit; the outermost residual where there are too few groups for the level.</returns>
    /// <exception cref="ArgumentException">There are no residuals, not one group for each, or one is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static double Grouped(ReadOnlySpan<double> residuals, ReadOnlySpan<int> groups, double level)
    {
        if (residuals.IsEmpty || residuals.Length != groups.Length || residuals.Contains(double.NaN))
        {
            throw new ArgumentException($"{residuals.Length} residuals of {groups.Length} groups; give numbers, and a group for each", nameof(residuals));
        }

        if (level is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "must be between 0 and 1");
        }

        var sizes = groups.ToArray().CountBy(group => group).ToDictionary();
        var (sorted, owners) = (residuals.ToArray(), groups.ToArray());
        Array.Sort(sorted, owners);
        var (from, step) = level >= 0.5 ? (0, 1) : (sorted.Length - 1, -1);
        var (wanted, passed, at) = (Math.Max(level, 1 - level) * (sizes.Count + 1), 0.0, from);
        for (var i = 0; i < sorted.Length; i++)
        {
            at = from + (step * i);
            passed += 1.0 / sizes[owners[at]];
            if (passed >= wanted - 1e-9)
            {
                break;
            }
        }

        return sorted[at];
    }
}
