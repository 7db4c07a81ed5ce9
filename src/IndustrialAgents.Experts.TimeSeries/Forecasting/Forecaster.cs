using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// A fitted forecaster: all steps of all channels at once from a window of the past, each channel from its own past. Quantiles add the conformal
/// quantiles of the errors on samples held out, by step and channel. Immutable and thread-safe.
/// </summary>
public sealed partial class Forecaster
{
    private readonly LinearMap _map;
    private readonly Standardizer _scale;
    private readonly float[] _offsets;

    internal Forecaster(IReadOnlyList<SeriesChannel> channels, string method, LinearMap map, Standardizer scale, IReadOnlyList<double> levels, float[] offsets)
    {
        (Channels, Method, Levels) = (channels, method, levels);
        (_map, _scale, _offsets) = (map, scale, offsets);
    }

    /// <summary>The channels, which are both seen and forecast.</summary>
    public IReadOnlyList<SeriesChannel> Channels { get; }

    /// <summary>Name of the method; of one that picks, of what it picked.</summary>
    public string Method { get; }

    /// <summary>Why this method was picked; null where nothing was to be picked, or the forecaster was loaded.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Samples that the forecast looks back on.</summary>
    public int LookBack => _map.LookBack;

    /// <summary>Steps that are forecast.</summary>
    public int Horizon => _map.Horizon;

    /// <summary>Cycles of the calendar features; empty where the forecast needs no time.</summary>
    public IReadOnlyList<TimeSpan> Calendar => _map.Calendar;

    /// <summary>The ridge strengths that were chosen; empty where none was fitted.</summary>
    public IReadOnlyList<double> Strengths => _map.Strengths;

    /// <summary>Mean squared error on the samples held out, in squared deviations.</summary>
    public double HeldOutLoss { get; internal init; }

    /// <summary>Levels of the quantiles, rising.</summary>
    public IReadOnlyList<double> Levels { get; }

    /// <summary>Fits a forecaster. Windows with a bad or infinite value are left out, of the channel that has it.</summary>
    /// <param name="series">The past, in order.</param>
    /// <param name="method">How to forecast.</param>
    /// <param name="options">How far, how much to hold out, which quantiles.</param>
    /// <exception cref="InvalidRequestException">The series is too short, a channel has no usable windows, or the options make no sense.</exception>
    public static Forecaster Fit(Series series, ForecastMethod method, ForecasterOptions? options = null)
    {
        options ??= new ForecasterOptions();
        var data = Split(series, method, options);
        var (picked, map, reason) = method.Pick(data);
        return Calibrate(data, series, picked.Name, map, reason, options);
    }

    /// <summary>Lays a series out for a fit.</summary>
    /// <exception cref="InvalidRequestException">The series is too short, or the options make no sense.</exception>
    internal static ForecastData Split(Series series, ForecastMethod method, ForecasterOptions options)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(method);
        Validate(options);
        var heldOut = options.HeldOut ?? series.Length / 4;
        InvalidRequestException.Require(
            heldOut >= options.Horizon && heldOut < series.Length,
            "series",
            $"{series.Length} samples, {heldOut} of them held out; forecasting {options.Horizon} steps needs {options.Horizon} held out and more before");
        return new ForecastData(series, series.Length - heldOut, options.Horizon);
    }

    /// <summary>The forecaster of a fitted map, with quantiles by its errors on the part held out.</summary>
    internal static Forecaster Calibrate(ForecastData data, Series series, string method, LinearMap map, string? reason, ForecasterOptions options)
    {
        var errors = new HeldOutErrors(data, map, options.Levels);
        return new Forecaster([.. series.Channels], method, map, data.Scale, [.. options.Levels], errors.Offsets)
        {
            HeldOutLoss = errors.Loss,
            Reason = reason,
        };
    }

    /// <summary>What is added to the forecast for each quantile <c>[level, step, channel]</c>, in the channels' units.</summary>
    internal ReadOnlySpan<float> Offsets => _offsets;

    /// <summary>Forecasts one window.</summary>
    /// <param name="window">The last <see cref="LookBack"/> samples <c>[time, channel]</c>, in the channels' units.</param>
    /// <param name="median">Receives the forecast <c>[step, channel]</c>, in the channels' units.</param>
    /// <param name="first">Time of the first step; needed where there are calendar features.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the time is missing.</exception>
    /// <exception cref="InvalidRequestException">A value is NaN or infinite, or too large for its forecast to be a float.</exception>
    public void Predict(ReadOnlySpan<float> window, Span<float> median, DateTimeOffset? first = null)
    {
        var width = Channels.Count;
        if (window.Length != LookBack * width || median.Length != Horizon * width)
        {
            throw new ArgumentException($"{window.Length} values and {median.Length} forecasts; {LookBack * width} and {Horizon * width} are needed");
        }

        var features = new double[width * _map.Features];
        for (var i = 0; i < window.Length; i++)
        {
            var (t, c) = (i / width, i % width);
            InvalidRequestException.Require(float.IsFinite(window[i]), "window", $"{window[i]} at sample {t}, channel '{Channels[c].Name}'; fill it with the last good value");
            features[(c * _map.Features) + t] = (window[i] - _scale.Mean[c]) / _scale.Deviation[c];
        }

        for (var c = 0; c < width && Calendar.Count > 0; c++)
        {
            CalendarPhases.Fill(
                Calendar,
                first ?? throw new ArgumentException("the time of the first step is needed for calendar features", nameof(first)),
                features.AsSpan((c * _map.Features) + LookBack, 2 * Calendar.Count));
        }

        var steps = new double[width * Horizon];
        if (_map.Shared)
        {
            _map.Apply(0, features, steps);
        }
        else
        {
            for (var c = 0; c < width; c++)
            {
                _map.Apply(c, features.AsSpan(c * _map.Features, _map.Features), steps.AsSpan(c * Horizon, Horizon));
            }
        }

        for (var i = 0; i < median.Length; i++)
        {
            var (h, c) = (i / width, i % width);
            median[i] = (float)((steps[(c * Horizon) + h] * _scale.Deviation[c]) + _scale.Mean[c]);
            InvalidRequestException.Require(float.IsFinite(median[i]), "window", $"has values of channel '{Channels[c].Name}' too large for a forecast that float32 can hold");
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

    private static void Validate(ForecasterOptions options)
    {
        InvalidRequestException.Require(options.Horizon is >= 1 and <= RidgeStatistics.MaxWidth, "horizon", $"{options.Horizon} steps; from 1 to {RidgeStatistics.MaxWidth} make sense");
        InvalidRequestException.Require(options.HeldOut is null or > 0, "heldOut", $"{options.HeldOut} samples; it must be positive");
        InvalidRequestException.Require(
            options.Levels.Count > 0 && options.Levels.All(level => level is > 0 and < 1) && options.Levels.Zip(options.Levels.Skip(1)).All(pair => pair.First < pair.Second),
            "levels",
            $"[{string.Join(", ", options.Levels)}]; they must rise and lie between 0 and 1");
    }
}
