using System.Globalization;
using System.Numerics.Tensors;

namespace IndustrialAgents.Experts.TimeSeries;

/// <summary>
/// Picks a method by itself from the past alone. Whether windows are normalised is decided by whether the level wanders, not by the part held
/// out, which is one stretch of time with one level. Ridge forecasters of several look-backs are then averaged, and that average must beat the
/// simple methods on the part held out.
/// </summary>
public sealed record SelectedMethod : ForecastMethod
{
    private const int LeastDisjointWindows = 5;
    private const double WanderingShare = 0.1;

    /// <summary>Look-backs to choose among, rising: those of which the fitted part holds five disjoint windows, the longest <see cref="Members"/>.</summary>
    public IReadOnlyList<int> LookBacks { get; init; } = [24, 48, 96, 192, 336, 512, 720];

    /// <summary>How many look-backs are averaged at most.</summary>
    public int Members { get; init; } = 3;

    /// <inheritdoc/>
    public override string Name => "selected";

    internal override LinearMap Fit(ForecastData data) => Pick(data).Map;

    internal override (ForecastMethod Method, LinearMap Map, string? Reason) Pick(ForecastData data)
    {
        var candidates = new List<ForecastMethod>(Simple(data));
        var lookBacks = LookBacks.Where(lookBack => (lookBack + data.Horizon) * LeastDisjointWindows <= data.Split).TakeLast(Members).ToArray();
        var reason = new System.Text.StringBuilder();
        if (lookBacks.Length > 0)
        {
            var share = WanderingLevel(data, lookBacks[^1]);
            InstanceNormalization[] normalizations = share > WanderingShare ? [InstanceNormalization.Last, InstanceNormalization.Mean] : [InstanceNormalization.None];
            candidates.Add(new AverageMethod(
                [.. lookBacks.SelectMany(lookBack => normalizations.Select(n => new RidgeMethod { LookBack = lookBack, Normalization = n }))]));
            reason.Append(CultureInfo.InvariantCulture, $"{share:f2} of the variance lies between blocks of {lookBacks[^1]} samples, so windows are {(share > WanderingShare ? "" : "not ")}normalised; ");
        }

        var fitted = candidates.Select(method => (Method: method, Map: method.Fit(data))).Select(one => (one.Method, one.Map, new HeldOutErrors(data, one.Map, []).Loss)).ToArray();
        var best = fitted.MinBy(one => one.Loss);
        reason.Append(CultureInfo.InvariantCulture, $"held-out squared error {string.Join(", ", fitted.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Loss:f3} {one.Method.Name}")))}");
        return (best.Method, best.Map, reason.ToString());
    }

    private static IEnumerable<ForecastMethod> Simple(ForecastData data)
    {
        yield return new RepeatLastMethod();
        if (data.Day > 1 && data.Day * LeastDisjointWindows <= data.Split)
        {
            yield return new SeasonalNaiveMethod(data.Day);
            if (10 * data.Day <= data.Split)
            {
                yield return new HoltWintersMethod(data.Day);
                yield return new ThetaMethod(data.Day);
            }
        }
    }

    // The share of a channel's variance that lies between the means of disjoint blocks, over all the past that may be seen; mean over channels.
    private static double WanderingLevel(ForecastData data, int block)
    {
        var total = 0.0;
        foreach (var column in data.Changing.Select(c => data.Columns[c]))
        {
            var (means, values) = (new List<double>(), new List<double>());
            for (var start = 0; start + block <= data.Length; start += block)
            {
                var good = column.AsSpan(start, block).ToArray().Where(double.IsFinite).ToArray();
                if (good.Length > block / 2)
                {
                    means.Add(good.Average());
                    values.AddRange(good);
                }
            }

            var variance = Variance(values);
            total += variance > 0 ? Variance(means) / variance : 0;
        }

        return total / data.Changing.Length;
    }

    private static double Variance(List<double> values) => values.Count < 2 ? 0 : Math.Pow(TensorPrimitives.StdDev<double>(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values)), 2);
}
