namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>The rule by which an alarm limit is taken from scores of normal operation. Immutable and thread-safe.</summary>
public sealed record AlarmLimit
{
    // Makes the median absolute deviation estimate a normal distribution's deviation: 1 / Φ⁻¹(3/4).
    private const double NormalConsistency = 1.4826;

    private AlarmLimit(LimitMethod method, double parameter) => (Method, Parameter) = (method, parameter);

    /// <summary>How the limit is found.</summary>
    public LimitMethod Method { get; }

    /// <summary>The quantile's level, the rate of false alarms a row, or the number of deviations.</summary>
    public double Parameter { get; }

    /// <summary>A quantile of the scores, interpolated between the two nearest.</summary>
    /// <param name="level">Its level, between 0 and 1; 1 - level of normal rows will be false alarms.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static AlarmLimit Quantile(double level) => level is > 0 and < 1
        ? new(LimitMethod.Quantile, level)
        : throw new ArgumentOutOfRangeException(nameof(level), level, "must be between 0 and 1");

    /// <summary>
    /// The score that a normal row exceeds with the stated probability, which may be rarer than any row seen, by the <see cref="ParetoTail"/> of the scores;
    /// the highest score where they have none.
    /// </summary>
    /// <param name="falseAlarmRate">False alarms a normal row, between 0 and 0.05.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not between 0 and 0.05.</exception>
    public static AlarmLimit PeaksOverThreshold(double falseAlarmRate) => falseAlarmRate is > 0 and < 1 - ParetoTail.Quantile
        ? new(LimitMethod.PeaksOverThreshold, falseAlarmRate)
        : throw new ArgumentOutOfRangeException(nameof(falseAlarmRate), falseAlarmRate, "must be between 0 and 0.05");

    /// <summary>The median plus <paramref name="count"/> times 1.4826 times the median absolute deviation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive and finite.</exception>
    public static AlarmLimit RobustDeviations(double count) => count > 0 && double.IsFinite(count)
        ? new(LimitMethod.RobustDeviations, count)
        : throw new ArgumentOutOfRangeException(nameof(count), count, "must be positive and finite");

    /// <summary>The limit.</summary>
    /// <param name="scores">Scores of normal operation, in any order.</param>
    /// <exception cref="ArgumentException">There are no scores, or one is not finite.</exception>
    public double From(ReadOnlySpan<double> scores)
    {
        if (scores.Length == 0)
        {
            throw new ArgumentException("a limit needs scores", nameof(scores));
        }

        var sorted = scores.ToArray();
        if (!Array.TrueForAll(sorted, double.IsFinite))
        {
            throw new ArgumentException("a score is not finite", nameof(scores));
        }

        Array.Sort(sorted);
        return Method switch
        {
            LimitMethod.Quantile => ParetoTail.At(sorted, Parameter),
            LimitMethod.PeaksOverThreshold => ParetoTail.Fit(sorted)?.Level(Parameter) ?? sorted[^1],
            _ => ParetoTail.At(sorted, 0.5) + (Parameter * NormalConsistency * Deviation(sorted)),
        };
    }

    private static double Deviation(double[] sorted)
    {
        var median = ParetoTail.At(sorted, 0.5);
        var distances = Array.ConvertAll(sorted, score => Math.Abs(score - median));
        Array.Sort(distances);
        return ParetoTail.At(distances, 0.5);
    }
}
