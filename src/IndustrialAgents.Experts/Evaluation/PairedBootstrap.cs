namespace IndustrialAgents.Experts;

/// <summary>
/// Percentile intervals by resampling whole cases (Efron, Tibshirani 1993, An Introduction to the Bootstrap, chapter 13): methods that answered the same
/// cases are compared on the same resamples, so what makes a case hard for all of them cancels. The same seed gives the same interval. Thread-safe.
/// </summary>
public static class PairedBootstrap
{
    /// <summary>The interval of a statistic of cases.</summary>
    /// <param name="cases">Number of cases, at least 1.</param>
    /// <param name="statistic">Computes the statistic from the numbers of the cases drawn, with repetitions.</param>
    /// <param name="seed">Decides the resamples.</param>
    /// <param name="resamples">Number of resamples, at least 100.</param>
    /// <param name="level">How often the interval is to hold the true value, between 0 and 1.</param>
    /// <returns>Lower and upper end.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static (double Low, double High) Interval(int cases, Func<int[], double> statistic, int seed, int resamples = 2000, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(cases, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        if (level is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "a level lies between 0 and 1");
        }

        var random = new Random(seed);
        var drawn = new int[cases];
        var values = new double[resamples];
        for (var r = 0; r < resamples; r++)
        {
            for (var i = 0; i < cases; i++)
            {
                drawn[i] = random.Next(cases);
            }

            values[r] = statistic(drawn);
        }

        Array.Sort(values);
        var outside = (int)(resamples * (1 - level) / 2);
        return (values[outside], values[resamples - 1 - outside]);
    }
}
