using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// What every forecaster here comes down to: each step is a linear function of the standardized window (and of calendar features). Instance
/// normalisation, exponential smoothing from fixed parameters and averaging all are, so one matrix holds them. Immutable and thread-safe.
/// </summary>
/// <param name="LookBack">Samples that it looks back on.</param>
/// <param name="Horizon">Steps that it forecasts.</param>
/// <param name="Calendar">Cycles of the calendar features, which come after the window's samples among the features.</param>
/// <param name="Weights">Weights <c>[feature, step]</c>; one for all channels, or one for each.</param>
/// <param name="Intercepts">What is added to each step, as many as there are weights.</param>
internal sealed record LinearMap(int LookBack, int Horizon, IReadOnlyList<TimeSpan> Calendar, double[][] Weights, double[][] Intercepts)
{
    /// <summary>Number of features.</summary>
    public int Features => LookBack + (2 * Calendar.Count);

    /// <summary>Whether all channels have the same weights.</summary>
    public bool Shared => Weights.Length == 1;

    /// <summary>Ridge strength of each group of channels; empty where none was fitted.</summary>
    public IReadOnlyList<double> Strengths { get; init; } = [];

    /// <summary>The same for each window that was fitted, which more windows leave as it is.</summary>
    public IReadOnlyList<double> StrengthsPerWindow { get; init; } = [];

    /// <summary>Forecasts windows of one channel.</summary>
    /// <param name="channel">The channel; any where the weights are shared.</param>
    /// <param name="features">Standardized windows, each with the calendar's phases after it <c>[window, feature]</c>.</param>
    /// <param name="steps">Receives the standardized forecasts <c>[window, step]</c>.</param>
    public void Apply(int channel, ReadOnlySpan<double> features, Span<double> steps)
    {
        var weights = Weights[Shared ? 0 : channel];
        var windows = features.Length / Features;
        for (var w = 0; w < windows; w++)
        {
            Intercepts[Shared ? 0 : channel].CopyTo(steps[(w * Horizon)..]);
        }

        // A row of weights, read once, serves all windows.
        for (var i = 0; i < Features; i++)
        {
            var row = weights.AsSpan(i * Horizon, Horizon);
            for (var w = 0; w < windows; w++)
            {
                var own = steps.Slice(w * Horizon, Horizon);
                TensorPrimitives.MultiplyAdd(row, features[(w * Features) + i], own, own);
            }
        }
    }

    /// <summary>The map whose forecast is the mean of those of several.</summary>
    /// <param name="maps">Maps of one horizon and one calendar, at least one; their windows end together.</param>
    public static LinearMap Average(IReadOnlyList<LinearMap> maps)
    {
        var lookBack = maps.Max(map => map.LookBack);
        var (first, groups) = (maps[0], maps.Max(map => map.Weights.Length));
        var average = new LinearMap(lookBack, first.Horizon, first.Calendar, new double[groups][], new double[groups][])
        {
            Strengths = [.. maps.SelectMany(map => map.Strengths)],
            StrengthsPerWindow = [.. maps.SelectMany(map => map.StrengthsPerWindow)],
        };
        for (var group = 0; group < groups; group++)
        {
            var (weights, intercept) = (new double[average.Features * first.Horizon], new double[first.Horizon]);
            foreach (var map in maps)
            {
                var own = map.Shared ? 0 : group;
                var part = weights.AsSpan((lookBack - map.LookBack) * first.Horizon);
                TensorPrimitives.MultiplyAdd(map.Weights[own], 1.0 / maps.Count, part, part);
                TensorPrimitives.MultiplyAdd(map.Intercepts[own], 1.0 / maps.Count, intercept, intercept);
            }

            (average.Weights[group], average.Intercepts[group]) = (weights, intercept);
        }

        return average;
    }
}
