using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Routing.Tests.Merging;

public sealed class EstimateAverageTests
{
    private static readonly SeriesChannel[] Quantities = [new("torque", "N.m"), new("power", "kW")];

    private static Gen<Estimate> AnyEstimate => Samples.Real.ArrayOf(4).Zip(Samples.Unit.ArrayOf(4), (values, deviations) =>
        new Estimate(Quantities, values) { StandardDeviations = deviations });

    [Fact]
    public void Merge_AnyEstimates_LiesBetweenThemAndIgnoresTheirOrder() =>
        Prop.ForAll(Samples.Weighted(AnyEstimate), items =>
        {
            var merged = EstimateAverage.Merge(Samples.Votes(items));
            var reversed = EstimateAverage.Merge(Samples.Votes(items.Reverse()));
            var between = Enumerable.Range(0, 4).All(i =>
                merged.Values.Span[i] <= items.Max(item => item.Item.Values.Span[i]) + 1e-6
                && merged.Values.Span[i] >= items.Min(item => item.Item.Values.Span[i]) - 1e-6);
            return between && Samples.Close(merged.Values.Span, reversed.Values.Span)
                && Samples.Close(merged.StandardDeviations.Span, reversed.StandardDeviations.Span, 1e-6);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_EqualEstimates_IsThatEstimate() =>
        Prop.ForAll(Arb.From(AnyEstimate), estimate =>
        {
            var merged = EstimateAverage.Merge([new Vote(estimate, 0.3), new Vote(estimate, 0.7)]);
            return Samples.Close(merged.Values.Span, estimate.Values.Span)
                && Samples.Close(merged.StandardDeviations.Span, estimate.StandardDeviations.Span, 1e-6);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_ExpertsDisagree_WidensTheDeviation()
    {
        var low = new Estimate([new SeriesChannel("power")], new[] { 0.0 }) { StandardDeviations = new[] { 3.0 } };
        var high = new Estimate([new SeriesChannel("power")], new[] { 8.0 }) { StandardDeviations = new[] { 3.0 } };

        var merged = EstimateAverage.Merge([new Vote(low, 0.5), new Vote(high, 0.5)]);

        Assert.Equal(4, merged.Values.Span[0], 1e-12);
        Assert.Equal(5, merged.StandardDeviations.Span[0], 1e-12);
    }

    [Fact]
    public void Merge_OneWithoutDeviation_GivesNone()
    {
        var without = new Estimate([new SeriesChannel("power")], new[] { 0.0 });
        var with = without with { StandardDeviations = new[] { 3.0 } };

        Assert.True(EstimateAverage.Merge([new Vote(with, 0.5), new Vote(without, 0.5)]).StandardDeviations.IsEmpty);
    }
}
