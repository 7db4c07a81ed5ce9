namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Turns scores into conformal p-values: the share of normal scores, the one judged among them, that are at least as high (Vovk, Gammerman, Shafer
/// 2005). An alarm at p-values of at most α has a false-alarm rate of at most α, as long as normal scores are exchangeable. Immutable and thread-safe.
/// </summary>
public sealed class ScorePValues
{
    private readonly double[] _sorted;

    /// <summary>Takes scores of normal operation that the detector was not fitted on, in any order.</summary>
    /// <exception cref="ArgumentException">There are none, or one is not finite.</exception>
    public ScorePValues(ReadOnlySpan<double> scores)
    {
        _sorted = scores.ToArray();
        if (_sorted.Length == 0 || !Array.TrueForAll(_sorted, double.IsFinite))
        {
            throw new ArgumentException("p-values need scores, all of them finite", nameof(scores));
        }

        Array.Sort(_sorted);
    }

    /// <summary>The smallest p-value there can be, 1 / (number of scores + 1): alarms cannot be rarer than that.</summary>
    public double Least => 1.0 / (_sorted.Length + 1);

    /// <summary>The p-value of a score.</summary>
    /// <exception cref="ArgumentException">The score is NaN.</exception>
    public double Of(double score)
    {
        if (double.IsNaN(score))
        {
            throw new ArgumentException("a score that is NaN has no p-value", nameof(score));
        }

        // Bisection for the first score that is at least as high.
        var (low, high) = (0, _sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _sorted[middle] < score ? (middle + 1, high) : (low, middle);
        }

        return (_sorted.Length - low + 1.0) / (_sorted.Length + 1);
    }

    /// <summary>The p-value of several detectors' p-values together, whatever their dependence: twice their mean (Vovk, Wang 2020, doi:10.1093/biomet/asaa027).</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static double Combine(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return values.Length switch
        {
            0 => throw new ArgumentException("there are no p-values to combine", nameof(values)),
            1 => sum,
            _ => Math.Min(1, 2 * sum / values.Length),
        };
    }
}
