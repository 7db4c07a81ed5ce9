using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Exponential smoothing run over a window from a start that is linear in it: with its parameters fixed the forecast is linear in the window, so
/// its weights are what it says of each unit window. The parameters are, by channel, those of the least one-step squared error in the latest 16,384 samples of each good stretch where it was fitted.
/// </summary>
/// <typeparam name="TParameters">The parameters.</typeparam>
public abstract record SmoothingMethod<TParameters> : ForecastMethod
    where TParameters : struct
{
    private const int LongestSeason = 1_024;
    private const int MostSamples = 16_384;
    private const int MostStretches = 64;

    private protected SmoothingMethod(int season) => Season = season;

    /// <summary>Samples of a season; 1 for none.</summary>
    public int Season { get; init; }

    /// <summary>Samples that the smoothing runs over, at least two seasons; null takes ten seasons, or 100 samples without.</summary>
    public int? LookBack { get; init; }

    /// <summary>The parameters to try.</summary>
    private protected abstract IEnumerable<TParameters> Candidates { get; }

    /// <summary>Smooths values and forecasts what follows.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="values">The past, at least two seasons.</param>
    /// <param name="steps">Receives the forecast.</param>
    /// <returns>The sum of squared one-step errors after the first two seasons.</returns>
    private protected abstract double Run(TParameters parameters, ReadOnlySpan<double> values, Span<double> steps);

    internal override LinearMap Fit(ForecastData data)
    {
        var lookBack = LookBack ?? (Season > 1 ? 10 * Season : 100);
        InvalidRequestException.Require(Season is >= 1 and <= LongestSeason, "season", $"{Season} samples; from 1 to {LongestSeason} make sense");
        InvalidRequestException.Require(lookBack >= Math.Max(4, 2 * Season), "lookBack", $"{lookBack} samples; at least {Math.Max(4, 2 * Season)} are needed");
        InvalidRequestException.Require(data.Split >= lookBack, "series", $"{data.Split} samples before the part held out; smoothing over {lookBack} needs as many");
        var weights = new double[data.Columns.Length][];
        Parallel.For(0, weights.Length, c => weights[c] = Weights(Choose(data, c, lookBack), lookBack, data.Horizon));
        return new LinearMap(lookBack, data.Horizon, [], weights, [.. weights.Select(_ => new double[data.Horizon])]);
    }

    private TParameters Choose(ForecastData data, int channel, int lookBack)
    {
        // The latest are enough for one or four numbers, and long files do not take long.
        var most = Math.Max(lookBack, MostSamples);
        var stretches = data.Fitted(channel, lookBack).TakeLast(MostStretches)
            .Select(stretch => (Start: stretch.Start + Math.Max(0, stretch.Samples - most), Samples: Math.Min(stretch.Samples, most)))
            .ToArray();
        InvalidRequestException.Require(stretches.Length > 0, "series", $"channel '{data.NameOf(channel)}' has no {lookBack} good samples in a row to fit; fill the gaps or look back less");
        return Candidates.MinBy(parameters => stretches.Sum(stretch => Run(parameters, data.Columns[channel].AsSpan(stretch.Start, stretch.Samples), [])));
    }

    private double[] Weights(TParameters parameters, int lookBack, int horizon)
    {
        var (unit, weights) = (new double[lookBack], new double[lookBack * horizon]);
        for (var i = 0; i < lookBack; i++)
        {
            unit[i] = 1;
            Run(parameters, unit, weights.AsSpan(i * horizon, horizon));
            unit[i] = 0;
        }

        return weights;
    }

    /// <summary>The mean of each phase of the first two seasons less the mean of both, and that mean.</summary>
    private protected double StartSeason(ReadOnlySpan<double> values, Span<double> seasonal)
    {
        var level = TensorPrimitives.Sum(values[..(2 * Season)]) / (2 * Season);
        for (var i = 0; i < Season; i++)
        {
            seasonal[i] = Season == 1 ? 0 : ((values[i] + values[Season + i]) / 2) - level;
        }

        return level;
    }
}
