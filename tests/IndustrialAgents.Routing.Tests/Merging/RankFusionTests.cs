using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Routing.Tests.Merging;

public sealed class RankFusionTests
{
    private static Gen<Passages> AnyRanking =>
        Gen.Shuffle(Enumerable.Range(0, 6).ToArray()).Select(order => Ranking([.. order.Take(4).Select(i => $"p{i}")]));

    [Fact]
    public void Merge_AnyRankings_IgnoresTheirOrder() =>
        Prop.ForAll(Samples.Weighted(AnyRanking), items =>
        {
            var merged = RankFusion.Merge(Samples.Votes(items), null).Items;
            var reversed = RankFusion.Merge(Samples.Votes(items.Reverse()), null).Items.ToDictionary(item => item.Id, item => item.Score);
            return merged.Count == reversed.Count && merged.All(item => Math.Abs(item.Score - reversed[item.Id]) < 1e-12);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_EqualRankings_KeepsTheRanking() =>
        Prop.ForAll(Arb.From(AnyRanking), ranking =>
            RankFusion.Merge([new Vote(ranking, 0.4), new Vote(ranking, 0.6)], null).Items.Select(item => item.Id)
                .SequenceEqual(ranking.Items.Select(item => item.Id))).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_TwoRankings_ScoresByReciprocalRank()
    {
        var merged = RankFusion.Merge([new Vote(Ranking("a", "b"), 0.5), new Vote(Ranking("b", "c"), 0.5)], top: 2);

        Assert.Equal(["b", "a"], merged.Items.Select(item => item.Id));
        Assert.Equal((0.5 / 61) + (0.5 / 62), merged.Items[0].Score, 1e-12);
    }

    private static Passages Ranking(params string[] ids) => new([.. ids.Select((id, i) => new Passage(id, $"text of {id}", 10 - i))]);
}
