using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Routing.Tests.Merging;

public sealed class AnomalyPoolTests
{
    private static Gen<AnomalyScores> AnyScores =>
        from scores in Samples.Real.ArrayOf(5)
        from threshold in Samples.Weight
        from probability in Samples.Unit
        from share in Samples.Unit
        select new AnomalyScores(scores, threshold, probability)
        {
            Blame = [new ChannelShare("flow", share), new ChannelShare("pressure", 1 - share)],
        };

    [Fact]
    public void Merge_AnyDetectors_StaysBetweenThemAndIgnoresTheirOrder() =>
        Prop.ForAll(Samples.Weighted(AnyScores), items =>
        {
            var merged = AnomalyPool.Merge(Samples.Votes(items));
            var reversed = AnomalyPool.Merge(Samples.Votes(items.Reverse()));
            return merged.Probability <= items.Max(item => item.Item.Probability)
                && merged.Probability >= items.Min(item => item.Item.Probability)
                && Math.Abs(merged.Probability - reversed.Probability) < 1e-9
                && Samples.Close(merged.Scores.Span, reversed.Scores.Span)
                && Math.Abs(merged.Blame.Sum(share => share.Share) - 1) < 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_Maps_KeepTheGridThatAllShare()
    {
        static AnomalyScores Map(ScoreGrid? grid) => new(new[] { 1.0, 2 }, 1, 0.5) { Grid = grid };
        var (wide, high) = (ScoreGrid.Over(1, 2, 20, 10), ScoreGrid.Over(2, 1, 20, 10));
        Assert.Equal(wide, AnomalyPool.Merge([new Vote(Map(wide), 0.5), new Vote(Map(wide with { }), 0.5)]).Grid);
        Assert.Null(AnomalyPool.Merge([new Vote(Map(wide), 0.5), new Vote(Map(high), 0.5)]).Grid);
        Assert.Null(AnomalyPool.Merge([new Vote(Map(wide), 0.5), new Vote(Map(null), 0.5)]).Grid);
        Assert.Equal(wide, AnomalyPool.Merge([new Vote(Map(wide), 0.9), new Vote(new AnomalyScores(new[] { 1.0 }, 1, 0.5), 0.1)]).Grid);
    }

    [Fact]
    public void Merge_PValues_IsTwiceTheirMeanOrNone()
    {
        static AnomalyScores Scores(double? value) => new(new[] { 1.0 }, 1, 0.5) { PValue = value };
        Assert.Equal(0.16, AnomalyPool.Merge([new Vote(Scores(0.2), 0.25), new Vote(Scores(0.04), 0.75)]).PValue!.Value, 1e-12);
        Assert.Equal(1, AnomalyPool.Merge([new Vote(Scores(0.9), 0.5), new Vote(Scores(0.8), 0.5)]).PValue);
        Assert.Equal(0.2, AnomalyPool.Merge([new Vote(Scores(0.2), 1)]).PValue);
        Assert.Null(AnomalyPool.Merge([new Vote(Scores(0.2), 0.5), new Vote(Scores(null), 0.5)]).PValue);
    }

    [Fact]
    public void Merge_EqualDetectors_IsThatDetector() =>
        Prop.ForAll(Arb.From(AnyScores), scores =>
        {
            var merged = AnomalyPool.Merge([new Vote(scores, 0.3), new Vote(scores, 0.7)]);
            return Math.Abs(merged.Probability - scores.Probability) < 1e-9
                && merged.Threshold == scores.Threshold
                && Samples.Close(merged.Scores.Span, scores.Scores.Span);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_DifferentScales_PutsEveryAlarmLevelAtOne()
    {
        var large = new AnomalyScores(new[] { 50.0, 200.0 }, 100, 0.9);
        var negative = new AnomalyScores(new[] { -1.5, 0.0 }, -1, 0.6);

        var merged = AnomalyPool.Merge([new Vote(large, 0.5), new Vote(negative, 0.5)]);

        Assert.Equal(1, merged.Threshold);
        Assert.Equal([0.5, 2.0], merged.Scores.ToArray());
        Assert.Empty(merged.Blame);
    }

    [Fact]
    public void Merge_DifferentLengths_PoolsTheProbabilityAndKeepsTheHeaviestScores()
    {
        var perSample = new AnomalyScores(new[] { 1.0, 2.0 }, 3, 0.9);
        var perWindow = new AnomalyScores(new[] { 7.0 }, 5, 0.1);

        var merged = AnomalyPool.Merge([new Vote(perSample, 0.5), new Vote(perWindow, 0.5)]);

        Assert.Equal([1.0, 2.0], merged.Scores.ToArray());
        Assert.Equal(3, merged.Threshold);
        Assert.Equal(0.5, merged.Probability, 1e-9);
    }
}
