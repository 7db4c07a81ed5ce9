namespace IndustrialAgents.Routing;

/// <summary>
/// Averages forecasts by quantile: at each level, step and channel the weighted mean of the experts' values (Lichtendahl, Grushka-Cockayne and
/// Winkler 2013, "Is it better to average probabilities or quantiles?", Management Science 59(7)). Levels are the union of the experts';
/// an expert that lacks one is interpolated between its neighbouring levels and left out beyond its outermost. Quantiles that then cross are
/// sorted (Chernozhukov, Fernández-Val and Galichon 2010, "Quantile and probability curves without crossing", Econometrica 78(3)).
/// Thread-safe.
/// </summary>
public static class QuantileAverage
{
    /// <summary>Merges forecasts of the same channels, period and horizon whose weights sum to 1.</summary>
    public static Forecast Merge(ReadOnlySpan<Vote> votes)
    {
        var first = (Forecast)votes[0].Output;
        var median = new float[first.Median.Length];
        for (var i = 0; i < median.Length; i++)
        {
            var sum = 0.0;
            foreach (var vote in votes)
            {
                sum += vote.Weight * ((Forecast)vote.Output).Median.Span[i];
            }

            median[i] = (float)sum;
        }

        var levels = Levels(votes);
        var merged = new Forecast(first.Channels, first.SamplePeriod, median) { Start = Start(votes) };
        return levels.Length == 0 ? merged : merged with { Levels = levels, Quantiles = Quantiles(votes, levels, median.Length) };
    }

    private static DateTimeOffset? Start(ReadOnlySpan<Vote> votes)
    {
        foreach (var vote in votes)
        {
            if (((Forecast)vote.Output).Start is { } start)
            {
                return start;
            }
        }

        return null;
    }

    private static double[] Levels(ReadOnlySpan<Vote> votes)
    {
        var levels = new SortedSet<double>();
        foreach (var vote in votes)
        {
            levels.UnionWith(((Forecast)vote.Output).Levels);
        }

        return [.. levels];
    }

    private static float[] Quantiles(ReadOnlySpan<Vote> votes, double[] levels, int width)
    {
        var quantiles = new float[levels.Length * width];
        var totals = new double[width];
        for (var level = 0; level < levels.Length; level++)
        {
            Array.Clear(totals);
            var weight = 0.0;
            foreach (var vote in votes)
            {
                var forecast = (Forecast)vote.Output;
                if (!TryLocate(forecast.Levels, levels[level], out var below, out var share))
                {
                    continue;
                }

                weight += vote.Weight;
                var lower = forecast.Quantiles.Span.Slice(below * width, width);
                var upper = share == 0 ? lower : forecast.Quantiles.Span.Slice((below + 1) * width, width);
                for (var i = 0; i < width; i++)
                {
                    totals[i] += vote.Weight * (lower[i] + (share * (upper[i] - (double)lower[i])));
                }
            }

            for (var i = 0; i < width; i++)
            {
                quantiles[(level * width) + i] = (float)(totals[i] / weight);
            }
        }

        Sort(quantiles, levels.Length, width);
        return quantiles;
    }

    private static bool TryLocate(IReadOnlyList<double> levels, double level, out int below, out double share)
    {
        share = 0;
        for (below = levels.Count - 1; below >= 0; below--)
        {
            if (levels[below] <= level)
            {
                break;
            }
        }

        if (below < 0 || levels[below] == level)
        {
            return below >= 0;
        }

        if (below == levels.Count - 1)
        {
            return false;
        }

        share = (level - levels[below]) / (levels[below + 1] - levels[below]);
        return true;
    }

    private static void Sort(float[] quantiles, int levels, int width)
    {
        var column = new float[levels];
        for (var i = 0; i < width; i++)
        {
            for (var level = 0; level < levels; level++)
            {
                column[level] = quantiles[(level * width) + i];
            }

            Array.Sort(column);
            for (var level = 0; level < levels; level++)
            {
                quantiles[(level * width) + i] = column[level];
            }
        }
    }
}
