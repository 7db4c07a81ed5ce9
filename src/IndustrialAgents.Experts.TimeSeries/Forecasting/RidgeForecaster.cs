using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Forecasts all steps at once, each a linear function of the look-back window minus its last value, with one ridge-penalised weight matrix
/// shared by all channels (as in DLinear, Zeng et al. 2023, arXiv:2205.13504, but in closed form). Quantiles add the conformal quantiles of the
/// errors on samples held out, by step and channel. Immutable and thread-safe.
/// </summary>
public sealed partial class RidgeForecaster
{
    private const int BatchRows = 512;
    private readonly double[] _deviations;
    private readonly RidgeHead _head;
    private readonly float[] _offsets;

    private RidgeForecaster(IReadOnlyList<SeriesChannel> channels, int lookBack, double[] deviations, RidgeHead head, IReadOnlyList<double> levels, float[] offsets)
    {
        (Channels, LookBack, Levels) = (channels, lookBack, levels);
        (_deviations, _head, _offsets) = (deviations, head, offsets);
    }

    /// <summary>The channels, which are both seen and forecast.</summary>
    public IReadOnlyList<SeriesChannel> Channels { get; }

    /// <summary>Samples that the forecast looks back on.</summary>
    public int LookBack { get; }

    /// <summary>Steps that are forecast.</summary>
    public int Horizon => _head.Targets;

    /// <summary>The ridge strength that was chosen.</summary>
    public double Strength => _head.Strength;

    /// <summary>Mean squared error on the samples held out, in squared deviations.</summary>
    public double HeldOutLoss { get; private init; }

    /// <summary>Levels of the quantiles, rising.</summary>
    public IReadOnlyList<double> Levels { get; }

    /// <summary>Fits the forecaster. Windows with a bad value are left out.</summary>
    /// <param name="series">The past, in order.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidRequestException">The series is too short, or the options make no sense.</exception>
    public static RidgeForecaster Fit(Series series, RidgeForecasterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        options ??= new RidgeForecasterOptions();
        Validate(options);
        var heldOut = options.HeldOut ?? series.Length / 4;
        var split = series.Length - heldOut;
        Require(
            heldOut >= options.Horizon && split >= options.LookBack + options.Horizon,
            "series",
            $"{series.Length} samples, {heldOut} of them held out; looking back {options.LookBack} and forward {options.Horizon} needs {options.LookBack + options.Horizon} before and {options.Horizon} in the part held out");
        var width = series.Channels.Count;
        var scale = Standardizer.Fit(series.Slice(0, split).Values.Span, width).Deviation.ToArray();
        var windows = new ForecastWindows(series, scale, options.LookBack, options.Horizon);
        var training = Collect(windows, windows.Starts(options.LookBack, split), options);
        var judging = windows.Starts(split, series.Length).ToArray();
        Require(training.Count > 0 && judging.Length > 0, "series", "no window without bad values is left to fit or to judge; fill the gaps or look back less");
        var statistics = Collect(windows, judging, options);
        var head = RidgeSearch.ByHeldOut(training, statistics, options.Strengths);
        return new RidgeForecaster(
            [.. series.Channels], options.LookBack, scale, head, [.. options.Levels], Offsets(windows, judging, head, options, scale))
        {
            HeldOutLoss = head.Loss(statistics),
        };
    }

    /// <summary>Forecasts one window.</summary>
    /// <param name="window">The last <see cref="LookBack"/> samples <c>[time, channel]</c>, finite, in the channels' units.</param>
    /// <param name="median">Receives the forecast <c>[step, channel]</c>, in the channels' units.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Predict(ReadOnlySpan<float> window, Span<float> median)
    {
        var width = Channels.Count;
        if (window.Length != LookBack * width || median.Length != Horizon * width)
        {
            throw new ArgumentException($"{window.Length} values and {median.Length} forecasts; {LookBack * width} and {Horizon * width} are needed");
        }

        var features = new double[LookBack];
        var scores = new double[Horizon];
        for (var c = 0; c < width; c++)
        {
            var last = (double)window[^(width - c)];
            for (var t = 0; t < LookBack; t++)
            {
                features[t] = (window[(t * width) + c] - last) / _deviations[c];
            }

            _head.Predict(features, scores);
            for (var h = 0; h < Horizon; h++)
            {
                median[(h * width) + c] = (float)((scores[h] * _deviations[c]) + last);
            }
        }
    }

    /// <summary>The quantiles that go with a forecast.</summary>
    /// <param name="median">The forecast <c>[step, channel]</c>.</param>
    /// <param name="quantiles">Receives <c>[level, step, channel]</c>.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void AddQuantiles(ReadOnlySpan<float> median, Span<float> quantiles)
    {
        if (median.Length != Horizon * Channels.Count || quantiles.Length != _offsets.Length)
        {
            throw new ArgumentException($"{median.Length} forecasts and {quantiles.Length} quantiles; {Horizon * Channels.Count} and {_offsets.Length} are needed");
        }

        for (var i = 0; i < quantiles.Length; i++)
        {
            quantiles[i] = median[i % median.Length] + _offsets[i];
        }
    }

    private static void Validate(RidgeForecasterOptions options)
    {
        Require(options.LookBack is >= 2 and <= RidgeStatistics.MaxWidth, "lookBack", $"{options.LookBack} samples; from 2 to {RidgeStatistics.MaxWidth} make sense");
        Require(options.Horizon is >= 1 and <= RidgeStatistics.MaxWidth, "horizon", $"{options.Horizon} steps; from 1 to {RidgeStatistics.MaxWidth} make sense");
        Require(options.HeldOut is null or > 0, "heldOut", $"{options.HeldOut} samples; it must be positive");
        Require(
            options.Levels.Count > 0 && options.Levels.All(level => level is > 0 and < 1) && options.Levels.Zip(options.Levels.Skip(1)).All(pair => pair.First < pair.Second),
            "levels",
            $"[{string.Join(", ", options.Levels)}]; they must rise and lie between 0 and 1");
    }

    private static RidgeStatistics Collect(ForecastWindows windows, IEnumerable<int> starts, RidgeForecasterOptions options)
    {
        var statistics = new RidgeStatistics(options.LookBack, options.Horizon);
        var features = new float[BatchRows * options.LookBack];
        var targets = new float[BatchRows * options.Horizon];
        var rows = 0;
        foreach (var start in starts)
        {
            for (var c = 0; c < windows.Columns.Length; c++)
            {
                windows.Fill(c, start, features.AsSpan(rows * options.LookBack, options.LookBack), targets.AsSpan(rows * options.Horizon, options.Horizon));
                if (++rows == BatchRows)
                {
                    statistics.Add(features, targets);
                    rows = 0;
                }
            }
        }

        statistics.Add(features.AsSpan(0, rows * options.LookBack), targets.AsSpan(0, rows * options.Horizon));
        return statistics;
    }

    private static float[] Offsets(ForecastWindows windows, int[] starts, RidgeHead head, RidgeForecasterOptions options, double[] scale)
    {
        var (width, horizon) = (windows.Columns.Length, options.Horizon);
        var offsets = new float[options.Levels.Count * horizon * width];
        var errors = new double[horizon][];
        for (var h = 0; h < horizon; h++)
        {
            errors[h] = new double[starts.Length];
        }

        var (features, targets, scores) = (new float[options.LookBack], new float[horizon], new double[horizon]);
        for (var c = 0; c < width; c++)
        {
            for (var w = 0; w < starts.Length; w++)
            {
                windows.Fill(c, starts[w], features, targets);
                head.Predict(features, scores);
                for (var h = 0; h < horizon; h++)
                {
                    errors[h][w] = targets[h] - scores[h];
                }
            }

            for (var h = 0; h < horizon; h++)
            {
                Array.Sort(errors[h]);
                for (var level = 0; level < options.Levels.Count; level++)
                {
                    // The forecast itself is the central quantile: shifting it by the median error would make two forecasts of one.
                    offsets[(((level * horizon) + h) * width) + c] = options.Levels[level] == 0.5
                        ? 0
                        : (float)(ConformalQuantile.Signed(errors[h], options.Levels[level]) * scale[c]);
                }
            }
        }

        // A biased held-out part can put a quantile on the wrong side of the forecast; quantiles must not cross.
        for (var level = 0; level < options.Levels.Count; level++)
        {
            for (var i = 0; i < horizon * width; i++)
            {
                ref var offset = ref offsets[(level * horizon * width) + i];
                offset = options.Levels[level] < 0.5 ? Math.Min(offset, 0) : Math.Max(offset, 0);
            }
        }

        return offsets;
    }

    private static void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw new InvalidRequestException(field, message);
        }
    }
}
