using System.Globalization;
using IndustrialAgents.Learning;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// All steps at once, each a linear function of the look-back window with ridge-penalised weights: the linear forecasters of Zeng et al. 2023
/// (arXiv:2205.13504), in closed form from <see cref="WindowMoments"/>.
/// </summary>
public sealed record RidgeMethod : ForecastMethod
{
    /// <summary>Samples that the forecast looks back on.</summary>
    public int LookBack { get; init; } = 96;

    /// <summary>What is taken off a window and added to its forecast.</summary>
    public InstanceNormalization Normalization { get; init; } = InstanceNormalization.Last;

    /// <summary>Whether each channel has weights of its own; otherwise all channels' windows fit one set, which is steadier.</summary>
    public bool PerChannel { get; init; }

    /// <summary>By what the strength is chosen.</summary>
    public StrengthChoice StrengthBy { get; init; }

    /// <summary>Ridge strengths to try, on standardized values and sums over windows; null tries 17 over eight decades.</summary>
    public IReadOnlyList<double>? Strengths { get; init; }

    /// <summary>Cycles whose phase at the first step is a feature, such as a day and a week; the series must then say when it begins.</summary>
    public IReadOnlyList<TimeSpan> Calendar { get; init; } = [];

    /// <inheritdoc/>
    public override string Name => string.Create(
        CultureInfo.InvariantCulture, $"ridge-{LookBack}-{Normalization switch { InstanceNormalization.Last => "last", InstanceNormalization.Mean => "mean", _ => "none" }}{(PerChannel ? "-per-channel" : "")}{(Calendar.Count > 0 ? "-calendar" : "")}");

    internal override LinearMap Fit(ForecastData data)
    {
        InvalidRequestException.Require(LookBack is >= 2 and <= RidgeStatistics.MaxWidth, "lookBack", $"{LookBack} samples; from 2 to {RidgeStatistics.MaxWidth} make sense");
        InvalidRequestException.Require(Calendar.All(cycle => cycle > TimeSpan.Zero), "calendar", "has a cycle that is not positive");
        InvalidRequestException.Require(
            data.Split >= LookBack + data.Horizon,
            "series",
            $"{data.Split} samples before the part held out; looking back {LookBack} and forward {data.Horizon} needs {LookBack + data.Horizon}");
        var maps = PerChannel
            ? Enumerable.Range(0, data.Columns.Length).Select(c => FitGroup(data, [c])).ToArray()
            : [FitGroup(data, data.Changing)];
        return maps[0] with
        {
            Weights = [.. maps.Select(map => map.Weights[0])],
            Intercepts = [.. maps.Select(map => map.Intercepts[0])],
            Strengths = [.. maps.Select(map => map.Strengths[0])],
            StrengthsPerWindow = [.. maps.Select(map => map.StrengthsPerWindow[0])],
        };
    }

    /// <summary>The map of a given strength from moments of windows that end in <paramref name="horizon"/> steps.</summary>
    /// <exception cref="InvalidStatisticsException">There are no windows, or the strength is too small for their sums.</exception>
    internal LinearMap Solve(WindowMoments moments, int horizon, double strength)
    {
        var level = Level();
        return Fold(RidgeHead.Solve(moments.Tail(LookBack + horizon).Regress(level), strength), level, horizon);
    }

    private LinearMap FitGroup(ForecastData data, int[] channels)
    {
        var level = Level();
        var training = Collect(data, channels, LookBack, data.Split).Regress(level);
        InvalidRequestException.Require(training.Count > 0, "series", $"no window of {LookBack + data.Horizon} good samples is left to fit; fill the gaps or look back less");
        var head = Choose(data, channels, level, training);
        return Fold(head, level, data.Horizon) with { StrengthsPerWindow = [head.Strength / training.Count] };
    }

    // The weights of the window's values in its level.
    private double[] Level()
    {
        var level = new double[LookBack];
        if (Normalization == InstanceNormalization.Last)
        {
            level[^1] = 1;
        }
        else if (Normalization == InstanceNormalization.Mean)
        {
            Array.Fill(level, 1.0 / LookBack);
        }

        return level;
    }

    private RidgeHead Choose(ForecastData data, int[] channels, double[] level, RidgeStatistics training)
    {
        if (StrengthBy == StrengthChoice.GeneralizedCrossValidation)
        {
            return RidgeSearch.ByGeneralizedCrossValidation(training, Strengths);
        }

        var judging = Collect(data, channels, data.Split, data.Length).Regress(level);
        InvalidRequestException.Require(judging.Count > 0, "series", "no window of good samples is left in the part held out; fill the gaps, look back less or hold more out");
        return RidgeSearch.ByHeldOut(training, judging, Strengths);
    }

    private WindowMoments Collect(ForecastData data, int[] channels, int firstTarget, int end)
    {
        var sum = new WindowMoments(LookBack + data.Horizon, 2 * Calendar.Count);
        foreach (var channel in channels)
        {
            sum.Merge(data.Moments(channel, LookBack, firstTarget, end, Calendar));
        }

        return sum;
    }

    // The level is linear in the window: y = aᵀx + Wᵀ(x - 1aᵀx) has the weights W + a(1 - 1ᵀW).
    private LinearMap Fold(RidgeHead head, double[] level, int horizon)
    {
        var (weights, left) = (head.Weights.ToArray(), new double[horizon]);
        var leveled = Normalization != InstanceNormalization.None;
        for (var h = 0; h < horizon && leveled; h++)
        {
            left[h] = 1;
            for (var i = 0; i < LookBack; i++)
            {
                left[h] -= weights[(i * horizon) + h];
            }
        }

        for (var i = 0; i < LookBack && leveled; i++)
        {
            for (var h = 0; h < horizon; h++)
            {
                weights[(i * horizon) + h] += level[i] * left[h];
            }
        }

        return new LinearMap(LookBack, horizon, [.. Calendar], [weights], [head.Intercept.ToArray()]) { Strengths = [head.Strength] };
    }
}
