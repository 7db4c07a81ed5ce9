namespace IndustrialAgents.Routing;

/// <summary>
/// Loss of a forecast, per value e/(e + s): e is twice the mean pinball loss over its levels and the median (Gneiting and Raftery 2007, "Strictly
/// proper scoring rules, prediction, and estimation", JASA 102; with no levels the absolute error), s the error of repeating the last known
/// value plus the window's mean absolute change, the scale of Hyndman and Koehler (2006, "Another look at measures of forecast accuracy",
/// International Journal of Forecasting 22). So 0 is exact and about a half is no better than standing still.
/// </summary>
internal static class ForecastLoss
{
    /// <summary>Mean loss over the steps whose truth <c>[step, channel]</c> is given.</summary>
    public static double Of(Forecast forecast, ReadOnlySpan<double> truth, Request request)
    {
        var channels = forecast.Channels.Count;
        var sum = 0.0;
        for (var channel = 0; channel < channels; channel++)
        {
            var (error, naive, steps) = (0.0, 0.0, 0);
            var (last, change) = Past(request, forecast.Channels[channel].Name);
            for (var i = channel; i < truth.Length; i += channels)
            {
                error += Error(forecast, i, truth[i]);
                naive += Math.Abs(truth[i] - (last ?? truth[channel]));
                steps++;
            }

            error /= steps;
            sum += error == 0 ? 0 : error / (error + (naive / steps) + change);
        }

        return sum / channels;
    }

    private static double Error(Forecast forecast, int index, double truth)
    {
        var sum = Pinball(0.5, forecast.Median.Span[index], truth);
        for (var level = 0; level < forecast.Levels.Count; level++)
        {
            sum += Pinball(forecast.Levels[level], forecast.Quantiles.Span[(level * forecast.Median.Length) + index], truth);
        }

        return 2 * sum / (forecast.Levels.Count + 1);
    }

    private static double Pinball(double level, double quantile, double truth) =>
        truth >= quantile ? level * (truth - quantile) : (1 - level) * (quantile - truth);

    // The channel's last good value and the mean absolute change between its good neighbours; none and 0 where the request lacks it.
    private static (double? Last, double Change) Past(Request request, string channel)
    {
        foreach (var input in request.Inputs)
        {
            if (input is not SeriesInput { Series: var series })
            {
                continue;
            }

            for (var i = 0; i < series.Channels.Count; i++)
            {
                if (series.Channels[i].Name == channel)
                {
                    return Past(series, i);
                }
            }
        }

        return (null, 0);
    }

    private static (double? Last, double Change) Past(Series series, int channel)
    {
        var values = series.Values.Span;
        var quality = series.Quality.Span;
        double? last = null;
        var (change, count) = (0.0, 0);
        for (var i = channel; i < values.Length; i += series.Channels.Count)
        {
            if (!float.IsFinite(values[i]) || (!quality.IsEmpty && quality[i] == SampleQuality.Bad))
            {
                continue;
            }

            if (last is { } previous)
            {
                change += Math.Abs(values[i] - previous);
                count++;
            }

            last = values[i];
        }

        return (last, count == 0 ? 0 : change / count);
    }
}
