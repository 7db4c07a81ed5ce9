using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Routing.Tests.Merging;

public sealed class QuantileAverageTests
{
    private static readonly SeriesChannel[] Channels = [new("flow", "L/min"), new("pressure", "bar")];

    private static Gen<Forecast> AnyForecast => Samples.Real.ArrayOf(18).Select(values =>
    {
        var sorted = Enumerable.Range(0, 6).Select(i => values.Skip(i * 3).Take(3).Order().Select(v => (float)v).ToArray()).ToArray();
        return new Forecast(Channels, TimeSpan.FromSeconds(1), sorted.Select(column => column[1]).ToArray())
        {
            Levels = [0.1, 0.5, 0.9],
            Quantiles = Enumerable.Range(0, 3).SelectMany(level => sorted.Select(column => column[level])).ToArray(),
        };
    });

    [Fact]
    public void Merge_AnyForecasts_RisesWithTheLevelAndIgnoresTheirOrder() =>
        Prop.ForAll(Samples.Weighted(AnyForecast), items =>
        {
            var merged = QuantileAverage.Merge(Samples.Votes(items));
            var reversed = QuantileAverage.Merge(Samples.Votes(items.Reverse()));
            var quantiles = merged.Quantiles.Span;
            var rising = true;
            for (var i = 6; i < quantiles.Length; i++)
            {
                rising &= quantiles[i] >= quantiles[i - 6];
            }

            return rising
                && Samples.Close(Samples.Widen(merged.Quantiles), Samples.Widen(reversed.Quantiles), 1e-4)
                && Samples.Close(Samples.Widen(merged.Median), Samples.Widen(reversed.Median), 1e-4);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_EqualForecasts_IsThatForecast() =>
        Prop.ForAll(Arb.From(AnyForecast), forecast =>
        {
            var merged = QuantileAverage.Merge([new Vote(forecast, 0.25), new Vote(forecast, 0.75)]);
            return merged.Levels.SequenceEqual(forecast.Levels)
                && Samples.Close(Samples.Widen(merged.Quantiles), Samples.Widen(forecast.Quantiles), 1e-5)
                && Samples.Close(Samples.Widen(merged.Median), Samples.Widen(forecast.Median), 1e-5);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_DifferentLevels_InterpolatesWithinAndLeavesOutBeyond()
    {
        var wide = One(10, [0.1, 0.9], [0, 20]);
        var narrow = One(20, [0.5], [20]);

        var merged = QuantileAverage.Merge([new Vote(wide, 0.5), new Vote(narrow, 0.5)]);

        Assert.Equal([0.1, 0.5, 0.9], merged.Levels);
        Assert.Equal([15f], merged.Median.ToArray());

        // At 0.1 and 0.9 only the wide one speaks; at 0.5 it is interpolated to 10. Then sorted.
        Assert.Equal([0f, 15f, 20f], merged.Quantiles.ToArray());
    }

    [Fact]
    public void Merge_NoQuantiles_AveragesTheMedians()
    {
        var merged = QuantileAverage.Merge([new Vote(One(1, [], []), 0.75), new Vote(One(5, [], []), 0.25)]);

        Assert.Equal([2f], merged.Median.ToArray());
        Assert.Empty(merged.Levels);
    }

    private static Forecast One(float median, double[] levels, float[] quantiles) =>
        new([new SeriesChannel("flow")], TimeSpan.FromSeconds(1), new[] { median }) { Levels = levels, Quantiles = quantiles };
}
