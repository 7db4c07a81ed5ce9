using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Predicts each sample of all channels from the few before it, by a vector autoregression with ridge penalty, and takes the mean squared error
/// over channels and the last samples for a score: what breaks the dynamics of normal operation shows, even within its range. Immutable and
/// thread-safe.
/// </summary>
public sealed partial class RidgeResidualModel
{
    private RidgeResidualModel(
        IReadOnlyList<SeriesChannel> channels, int lags, int smoothing, Standardizer standardizer, double[] weights, double[] intercept, double limit)
    {
        Channels = channels;
        (Lags, Smoothing, Limit) = (lags, smoothing, limit);
        Standardizer = standardizer;
        (Weights, Intercept) = (weights, intercept);
    }

    /// <summary>The channels of a row.</summary>
    public IReadOnlyList<SeriesChannel> Channels { get; }

    /// <summary>Samples from which the next one is predicted.</summary>
    public int Lags { get; }

    /// <summary>Samples over which the squared error is averaged.</summary>
    public int Smoothing { get; }

    /// <summary>Mean squared error, in squared deviations, above which a sample is unusual.</summary>
    public double Limit { get; }

    /// <summary>Samples before the first score.</summary>
    public int WarmUp => Lags + Smoothing - 1;

    internal Standardizer Standardizer { get; }

    /// <summary><c>[lag, channel, predicted channel]</c>; lag 0 is the sample just before.</summary>
    internal double[] Weights { get; }

    internal double[] Intercept { get; }

    /// <summary>Fits the model to normal operation. Stretches with a bad value are left out.</summary>
    /// <param name="normal">Samples of normal operation, in order.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidRequestException">Too few stretches are good, or the options make no sense.</exception>
    public static RidgeResidualModel Fit(Series normal, RidgeResidualOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(normal);
        options ??= new RidgeResidualOptions();
        Require(options.Lags is >= 1 and <= 512, "lags", $"{options.Lags}; from 1 to 512 make sense");
        Require(options.Smoothing is >= 1 and <= 10_000, "smoothing", $"{options.Smoothing}; from 1 to 10000 make sense");
        Require(options.Strength > 0 && double.IsFinite(options.Strength), "strength", $"{options.Strength}; it must be positive and finite");
        var width = normal.Channels.Count;
        Require(width > 0 && options.Lags * width <= RidgeStatistics.MaxWidth, "lags", $"{options.Lags} of {width} channels are too many; at most {RidgeStatistics.MaxWidth} values");
        var standardizer = Standardizer.Fit(GoodRows.Of(normal, 10), width);
        var head = RidgeHead.Solve(Collect(normal, standardizer, options.Lags), options.Strength);
        var draft = new RidgeResidualModel([.. normal.Channels], options.Lags, options.Smoothing, standardizer, [.. head.Weights], [.. head.Intercept], 1);
        var limit = Math.Max(options.Limit.From(Scores(normal, draft)), 1e-9);
        return new RidgeResidualModel(draft.Channels, draft.Lags, draft.Smoothing, standardizer, draft.Weights, draft.Intercept, limit);
    }

    private static RidgeStatistics Collect(Series normal, Standardizer standardizer, int lags)
    {
        var width = normal.Channels.Count;
        var statistics = new RidgeStatistics(lags * width, width);
        var values = new double[normal.Values.Length];
        standardizer.Apply(normal.Values.Span, values);
        var features = new double[lags * width];
        var good = 0;
        for (var t = 0; t < normal.Length; t++)
        {
            good = GoodRows.IsGood(normal, t) ? good + 1 : 0;
            if (good <= lags)
            {
                continue;
            }

            for (var lag = 0; lag < lags; lag++)
            {
                values.AsSpan((t - 1 - lag) * width, width).CopyTo(features.AsSpan(lag * width));
            }

            statistics.Add(features, values.AsSpan(t * width, width));
        }

        Require(statistics.Count >= 10, "series", $"{statistics.Count} samples follow {lags} good ones; fitting needs 10");
        return statistics;
    }

    private static double[] Scores(Series normal, RidgeResidualModel model)
    {
        var detector = new RidgeResidualDetector(model);
        var scores = new List<double>(normal.Length);
        for (var t = 0; t < normal.Length; t++)
        {
            // A held value would pass for a calm one, so the stretch begins anew after each bad sample.
            if (!GoodRows.IsGood(normal, t))
            {
                detector.Reset();
            }
            else if (detector.Push(normal[t]) is var score && !double.IsNaN(score))
            {
                scores.Add(score);
            }
        }

        Require(scores.Count >= 10, "series", $"{scores.Count} samples follow {model.WarmUp} good ones; fitting needs 10");
        return [.. scores];
    }

    private static void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw new InvalidRequestException(field, message);
        }
    }
}
