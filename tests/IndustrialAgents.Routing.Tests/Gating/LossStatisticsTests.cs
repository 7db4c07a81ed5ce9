using FsCheck;
using FsCheck.Fluent;
using IndustrialAgents.Routing.Tests.Fakes;

namespace IndustrialAgents.Routing.Tests.Gating;

public sealed class LossStatisticsTests
{
    private static readonly RouterOptions Options = new() { Forgetting = 0.9 };
    private static readonly ExpertId Expert = new("e0", "1");

    [Fact]
    public void Append_AnyThreeStretches_IsAssociative() =>
        Prop.ForAll(Arb.From(Observation.Any.ArrayOf()), Arb.From(Observation.Any.ArrayOf()), Arb.From(Observation.Any.ArrayOf()), (x, y, z) =>
        {
            var (left, right) = (Observation.Learn(x, Options), Observation.Learn(y, Options));
            left.Append(right);
            left.Append(Observation.Learn(z, Options));
            right.Append(Observation.Learn(z, Options));
            var other = Observation.Learn(x, Options);
            other.Append(right);
            return Observation.AreSame(left, other);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(100_000)]
    public void Append_AnyStretches_IsWhatLearningThemInOrderGives(int maxContexts) =>
        Prop.ForAll(Arb.From(Observation.Any.ArrayOf().ArrayOf()), stretches =>
        {
            var options = Options with { MaxContexts = maxContexts };
            var merged = new LossStatistics(options);
            foreach (var stretch in stretches)
            {
                // Each stretch by itself has room for all of its contexts.
                merged.Append(Observation.Learn(stretch, Options));
            }

            return merged.Contexts <= maxContexts && Observation.AreSame(merged, Observation.Learn(stretches.SelectMany(stretch => stretch), options));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Append_KnownNumbers_DiscountsTheEarlierByTheNumberOfTheLater()
    {
        var (earlier, later) = (new LossStatistics(Options), new LossStatistics(Options));
        earlier.Learn(Given.Text(), [(Expert, 1)]);
        later.Learn(Given.Text(), [(Expert, 0.5)]);
        later.Learn(Given.Text(), [(Expert, 0)]);
        earlier.Append(later);

        var record = earlier.Find(new LossContext(ExpertTask.Classify), Expert);
        Assert.Equal((0.81 * 1) + (0.9 * 0.5), record.Sum, 1e-15);
        Assert.Equal(0.81 + 0.9 + 1, record.Count, 1e-15);
        Assert.Equal(3, record.Observations);
    }

    [Fact]
    public void Clone_OriginalLearnsOn_StaysAsItWas()
    {
        var statistics = Observation.Learn([new(Given.Text(asset: "acme"), [(Expert, 1)])], Options);
        var copy = statistics.Clone();
        Assert.Equal(statistics, copy);

        statistics.Learn(Given.Text(asset: "acme"), [(Expert, 1)]);

        Assert.NotEqual(statistics, copy);
        Assert.Equal(1, copy.Find(new LossContext(ExpertTask.Classify), Expert).Observations);
    }

    [Fact]
    public void Equals_SameRecordsInAnotherOrder_IsTrue()
    {
        var (one, two) = (Given.Text(asset: "acme"), Given.Text(asset: "other"));
        var left = Observation.Learn([new(one, [(Expert, 1)])], Options);
        var right = Observation.Learn([new(two, [(Expert, 0.25)])], Options);
        left.Append(Observation.Learn([new(two, [(Expert, 0.25)])], Options with { Forgetting = 1 }));

        Assert.False(left.Equals(right));
        Assert.False(left.Equals(null));
        Assert.Equal(LossStatistics.FromBytes(left.ToBytes(), Options).GetHashCode(), left.GetHashCode());
    }
}
