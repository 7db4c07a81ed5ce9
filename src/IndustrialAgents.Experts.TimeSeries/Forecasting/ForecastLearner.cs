using System.Text.Json;
using IndustrialAgents.Json;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// A ridge forecaster that goes on learning. It keeps the second moments of all windows that it has seen, which are sums: more data adds to them,
/// those of two plants merge, and a bad shift is taken off again. After any order of these the forecaster is, to rounding, the one fitted on what
/// is left. What the first data decided (channels, scale, look-backs, normalisation, strength for each window, shape of the quantiles) stays;
/// the width of the quantiles follows the error that the moments tell. Not thread-safe.
/// </summary>
public sealed partial class ForecastLearner
{
    private readonly ForecastRecipe _recipe;
    private readonly WindowMoments[] _moments;

    private ForecastLearner(ForecastRecipe recipe, WindowMoments[] moments) => (_recipe, _moments) = (recipe, moments);

    /// <summary>The channels.</summary>
    public IReadOnlyList<SeriesChannel> Channels => _recipe.Channels;

    /// <summary>Steps that are forecast.</summary>
    public int Horizon => _recipe.Horizon;

    /// <summary>Windows that count now, of all channels together.</summary>
    public long Windows => _moments.Sum(moments => moments.Count);

    /// <summary>Why the method was picked; null where nothing was to be picked, or the learner was loaded.</summary>
    public string? Reason { get; private init; }

    /// <summary>Decides on everything but the weights as <see cref="Forecaster.Fit"/> does, and then learns the whole series, the part held out as well.</summary>
    /// <param name="series">The past, in order.</param>
    /// <param name="method">A ridge method, an average of such, or one that picks.</param>
    /// <param name="options">How far, how much to hold out at first, which quantiles.</param>
    /// <returns>The learner; null where another method than ridge was picked, which keeps no sums.</returns>
    /// <exception cref="InvalidRequestException">The series is too short, a channel has no usable windows, or the options make no sense.</exception>
    public static ForecastLearner? TryFit(Series series, ForecastMethod method, ForecasterOptions? options = null) => TryFit(series, method, options, out _);

    /// <inheritdoc cref="TryFit(Series, ForecastMethod, ForecasterOptions?)"/>
    /// <param name="series">The past, in order.</param>
    /// <param name="method">A ridge method, an average of such, or one that picks.</param>
    /// <param name="options">How far, how much to hold out at first, which quantiles; null for the defaults.</param>
    /// <param name="forecaster">What <see cref="Forecaster.Fit"/> gives: the forecaster that has not learned the part held out, whatever was picked.</param>
    public static ForecastLearner? TryFit(Series series, ForecastMethod method, ForecasterOptions? options, out Forecaster forecaster)
    {
        options ??= new ForecasterOptions();
        var data = Forecaster.Split(series, method, options);
        var (picked, map, reason) = method.Pick(data);
        var held = forecaster = Forecaster.Calibrate(data, series, picked.Name, map, reason, options);
        IReadOnlyList<ForecastMethod> members = picked is AverageMethod average ? average.Members : [picked];
        if (members.Any(member => member is not RidgeMethod))
        {
            return null;
        }

        var recipe = new ForecastRecipe
        {
            Channels = held.Channels,
            SamplePeriod = series.SamplePeriod,
            Horizon = held.Horizon,
            Levels = held.Levels,
            Members = [.. Members(members.Cast<RidgeMethod>(), map)],
            Calendar = [.. map.Calendar.Select(cycle => cycle.TotalSeconds)],
            Means = data.Scale.Mean.ToArray(),
            Deviations = data.Scale.Deviation.ToArray(),
            Fitted = data.Changing,
            Spread = new double[held.Offsets.Length],
            Method = held.Method,
            HeldOutLoss = held.HeldOutLoss,
        };
        var learner = new ForecastLearner(recipe, Collect(recipe, series));
        return new ForecastLearner(recipe with { Spread = Spread(learner, held) }, learner._moments) { Reason = reason };
    }

    /// <summary>A learner with the same recipe that has seen nothing, such as for another plant whose learner is to be merged one day.</summary>
    public ForecastLearner Empty() => new(_recipe, [.. _moments.Select(moments => new WindowMoments(moments.Length, moments.Extras))]);

    /// <summary>Learns a series. Windows with a bad or infinite value are left out, of the channel that has it.</summary>
    /// <param name="series">Samples in order, with the learner's channels (in any order, others are left) and sample period. Windows do not reach into what was added before.</param>
    /// <returns>Windows that were added, of all channels together.</returns>
    /// <exception cref="InvalidRequestException">A channel is missing or the sample period is another; nothing was learned.</exception>
    public long Add(Series series)
    {
        var before = Windows;
        var seen = Collect(_recipe, Fitting(series));
        for (var c = 0; c < seen.Length; c++)
        {
            _moments[c].Merge(seen[c]);
        }

        return Windows - before;
    }

    /// <summary>Forgets a series that was added before as it is.</summary>
    /// <returns>Windows that were removed.</returns>
    /// <exception cref="InvalidRequestException">A channel is missing, the sample period is another, or the series has more windows than are left; nothing was forgotten.</exception>
    public long Remove(Series series) => Remove(Collect(_recipe, Fitting(series)));

    /// <summary>Learns all that another has learned.</summary>
    /// <exception cref="InvalidRequestException">The other was made by another recipe; nothing was learned.</exception>
    public void Merge(ForecastLearner other)
    {
        RequireSameRecipe(other);
        for (var c = 0; c < _moments.Length; c++)
        {
            _moments[c].Merge(other._moments[c]);
        }
    }

    /// <summary>Forgets all that another has learned, which was merged before.</summary>
    /// <exception cref="InvalidRequestException">The other was made by another recipe, or has more windows than are left; nothing was forgotten.</exception>
    public void Remove(ForecastLearner other)
    {
        RequireSameRecipe(other);
        Remove(other._moments);
    }

    /// <summary>The forecaster of what was learned.</summary>
    /// <exception cref="InvalidRequestException">A channel has no windows left.</exception>
    public Forecaster ToForecaster()
    {
        var map = Solve();
        var errors = Errors(map);
        var (width, horizon) = (Channels.Count, Horizon);
        var offsets = new float[_recipe.Spread.Count];
        for (var i = 0; i < offsets.Length; i++)
        {
            var (h, c) = (i / width % horizon, i % width);
            offsets[i] = (float)(_recipe.Spread[i] * errors[c][h] * _recipe.Deviations[c]);
        }

        return new Forecaster(Channels, _recipe.Method, map, new Standardizer([.. _recipe.Means], [.. _recipe.Deviations]), _recipe.Levels, offsets)
        {
            HeldOutLoss = _recipe.HeldOutLoss,
            Reason = Reason,
        };
    }

    // The strengths lie one member after the other.
    private static IEnumerable<ForecastMemberRecipe> Members(IEnumerable<RidgeMethod> methods, LinearMap map)
    {
        var at = 0;
        foreach (var method in methods)
        {
            var count = method.PerChannel ? map.Weights.Length : 1;
            yield return new ForecastMemberRecipe(method.LookBack, method.Normalization, method.PerChannel, [.. map.StrengthsPerWindow.Skip(at).Take(count)]);
            at += count;
        }
    }

    private static WindowMoments[] Collect(ForecastRecipe recipe, Series series)
    {
        var data = new ForecastData(series, series.Length, recipe.Horizon, new Standardizer([.. recipe.Means], [.. recipe.Deviations]));
        var calendar = recipe.Calendar.Select(TimeSpan.FromSeconds).ToArray();
        ForecastData.RequireStart(series, calendar);
        var moments = new WindowMoments[recipe.Channels.Count];
        Parallel.For(0, moments.Length, c => moments[c] = data.Moments(c, recipe.LookBack, 0, data.Length, calendar));
        return moments;
    }

    // What the held-out errors said, in units of what the moments say of the same channel and step.
    private static double[] Spread(ForecastLearner learner, Forecaster held)
    {
        var (width, horizon) = (held.Channels.Count, held.Horizon);
        var errors = learner.Errors(learner.Solve());
        var spread = new double[held.Offsets.Length];
        for (var i = 0; i < spread.Length; i++)
        {
            var (level, h, c) = (held.Levels[i / (width * horizon)], i / width % horizon, i % width);
            var unit = errors[c][h] * learner._recipe.Deviations[c];

            // Without errors there is no shape to learn: should they come one day, a normal distribution's is taken.
            spread[i] = unit > 0 ? held.Offsets[i] / unit : level == 0.5 ? 0 : MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, level);
        }

        return spread;
    }

    private Series Fitting(Series series)
    {
        ArgumentNullException.ThrowIfNull(series);
        InvalidRequestException.Require(
            series.SamplePeriod == _recipe.SamplePeriod, "series.samplePeriod", $"{series.SamplePeriod}; this forecaster was fitted to samples {_recipe.SamplePeriod} apart, resample to that");
        var columns = new int[Channels.Count];
        for (var c = 0; c < columns.Length; c++)
        {
            columns[c] = -1;
            for (var own = 0; own < series.Channels.Count && columns[c] < 0; own++)
            {
                columns[c] = series.Channels[own].Name == Channels[c].Name ? own : -1;
            }

            InvalidRequestException.Require(
                columns[c] >= 0, "series.channels", $"'{Channels[c].Name}' is missing; the series has {string.Join(", ", series.Channels.Select(channel => channel.Name))}");
        }

        return series.Pick(columns);
    }

    private void RequireSameRecipe(ForecastLearner other)
    {
        ArgumentNullException.ThrowIfNull(other);

        // As text, since the lists of two records are never equal.
        InvalidRequestException.Require(
            JsonSerializer.Serialize(_recipe, ContractJson.Options) == JsonSerializer.Serialize(other._recipe, ContractJson.Options),
            "statistics",
            "come from a fit that decided otherwise (on channels, scale, look-backs or strengths); begin the second with the first's recipe, 'ia fit forecast --like'");
    }

    private long Remove(WindowMoments[] seen)
    {
        for (var c = 0; c < seen.Length; c++)
        {
            InvalidRequestException.Require(
                seen[c].Count <= _moments[c].Count, "series", $"has {seen[c].Count} windows of '{Channels[c].Name}', of which {_moments[c].Count} are left; remove only what was added");
        }

        for (var c = 0; c < seen.Length; c++)
        {
            _moments[c].Remove(seen[c]);
        }

        return seen.Sum(moments => moments.Count);
    }

    private LinearMap Solve()
    {
        for (var c = 0; c < _moments.Length; c++)
        {
            InvalidRequestException.Require(
                _moments[c].Count > 0, "series", $"no window of {_recipe.LookBack + Horizon} good samples of channel '{Channels[c].Name}' is left; add data, or fill its gaps");
        }

        var shared = _moments[_recipe.Fitted[0]].Clone();
        foreach (var c in _recipe.Fitted.Skip(1))
        {
            shared.Merge(_moments[c]);
        }

        var calendar = _recipe.Calendar.Select(TimeSpan.FromSeconds).ToArray();
        return LinearMap.Average([.. _recipe.Members.Select(member =>
        {
            var method = new RidgeMethod { LookBack = member.LookBack, Normalization = member.Normalization, Calendar = calendar };
            var maps = member.PerChannel
                ? _moments.Select((own, c) => method.Solve(own, Horizon, member.StrengthsPerWindow[c] * own.Count)).ToArray()
                : [method.Solve(shared, Horizon, member.StrengthsPerWindow[0] * shared.Count)];
            return maps[0] with
            {
                Weights = [.. maps.Select(map => map.Weights[0])],
                Intercepts = [.. maps.Select(map => map.Intercepts[0])],
                Strengths = [.. maps.Select(map => map.Strengths[0])],
            };
        })]);
    }

    // Root mean square of the error over all windows, by channel and step, in deviations.
    private double[][] Errors(LinearMap map)
    {
        var errors = new double[_moments.Length][];
        Parallel.For(0, errors.Length, c =>
        {
            var group = map.Shared ? 0 : c;
            var head = new RidgeHead(map.Features, Horizon, map.Weights[group], map.Intercepts[group], 1);
            errors[c] = Array.ConvertAll(head.Losses(_moments[c].Regress(new double[map.LookBack])), Math.Sqrt);
        });
        return errors;
    }
}
