namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>Finds how far apart the rows of a table are.</summary>
internal static class SamplePeriod
{
    /// <summary>The mean step where every row lies on the line that it gives, but for the jitter, else the median of the steps that rise; one second for one row.</summary>
    /// <exception cref="InvalidRequestException">No step rises.</exception>
    public static long Find(ReadOnlySpan<long> ticks, double jitter, string source)
    {
        if (ticks.Length < 2)
        {
            return TimeSpan.TicksPerSecond;
        }

        var mean = (double)(ticks[^1] - ticks[0]) / (ticks.Length - 1);
        return mean >= 1 && IsRegular(ticks, mean, jitter * mean) ? (long)Math.Round(mean) : Median(ticks, risingOnly: true, source);
    }

    /// <summary>The median step.</summary>
    /// <exception cref="InvalidRequestException">It does not rise.</exception>
    public static long Median(ReadOnlySpan<long> ticks, bool risingOnly, string source)
    {
        if (ticks.Length < 2)
        {
            return TimeSpan.TicksPerSecond;
        }

        var (steps, count) = (new long[ticks.Length - 1], 0);
        for (var i = 1; i < ticks.Length; i++)
        {
            if (!risingOnly || ticks[i] > ticks[i - 1])
            {
                steps[count++] = ticks[i] - ticks[i - 1];
            }
        }

        Array.Sort(steps, 0, count);
        return count > 0 && steps[count / 2] > 0
            ? steps[count / 2]
            : throw new InvalidRequestException("series", $"{source}: times do not rise; sort the rows or give the sample period");
    }

    /// <summary>Whether row i lies at the first one's time plus i periods.</summary>
    public static bool IsRegular(ReadOnlySpan<long> ticks, double period, double tolerance)
    {
        for (var i = 1; i < ticks.Length; i++)
        {
            if (Math.Abs(ticks[i] - ticks[0] - (i * period)) > tolerance)
            {
                return false;
            }
        }

        return true;
    }
}
