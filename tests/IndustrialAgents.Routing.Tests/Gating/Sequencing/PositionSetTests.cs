using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Routing.Tests.Gating.Sequencing;

public sealed class PositionSetTests
{
    [Fact]
    public void Add_AnyPositions_IsASetWithItsWatermarkBelowTheFirstGap() =>
        Prop.ForAll(Arb.From(Gen.Choose(-20, 60).ArrayOf()), choices =>
        {
            var (set, model) = (new PositionSet(1000), new HashSet<long>());
            foreach (var choice in choices)
            {
                if (choice < -15)
                {
                    set.Close(-choice);
                    model.UnionWith(Enumerable.Range(1, -choice).Select(i => (long)i));
                }
                else if (choice > 0 && model.Add(choice))
                {
                    set.Add(choice);
                }
            }

            var gap = Enumerable.Range(1, 100).First(i => !model.Contains(i));
            return Enumerable.Range(1, 100).All(i => set.Contains(i) == model.Contains(i))
                && set.Watermark == gap - 1
                && set.Highest == model.DefaultIfEmpty(0).Max()
                && set.Ranges.Zip(set.Ranges.Skip(1)).All(pair => pair.Second.First > pair.First.Last + 1);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Add_MoreGapsThanTheLimit_ClosesTheLowest()
    {
        var set = new PositionSet(2);
        foreach (var position in new[] { 3, 5, 9 })
        {
            set.Add(position);
        }

        Assert.Equal(3, set.Watermark);
        Assert.Equal([(5, 5), (9, 9)], set.Ranges);
    }
}
