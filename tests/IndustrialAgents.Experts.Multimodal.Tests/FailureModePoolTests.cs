using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class FailureModePoolTests
{
    private static readonly double[] Prior = [0.5, 0.3, 0.2];

    [Fact]
    public void Combine_OneMemberOfWeightOne_IsBayesRule()
    {
        // Likelihoods 0.7, 0.2, 0.1 up to a factor.
        double[] evidence = [Math.Log(0.7 * 3), Math.Log(0.2 * 3), Math.Log(0.1 * 3)];

        var pooled = FailureModePool.Combine(Prior, [evidence], [1]);

        Assert.Equal(0.35 / 0.43, pooled[0], 1e-12);
        Assert.Equal(0.06 / 0.43, pooled[1], 1e-12);
        Assert.Equal(0.02 / 0.43, pooled[2], 1e-12);
    }

    [Fact]
    public void Combine_AnyMembers_SumsToOneWhateverTheirOrder() => Check((members, weights) =>
    {
        var pooled = FailureModePool.Combine(Prior, members, weights);
        var reversed = FailureModePool.Combine(Prior, [.. members.Reverse()], [.. weights.Reverse()]);
        return Math.Abs(pooled.Sum() - 1) < 1e-9 && Same(pooled, reversed);
    });

    [Fact]
    public void Combine_MemberOfWeightZero_ChangesNothing() => Check((members, weights) => Same(
        FailureModePool.Combine(Prior, members, weights), FailureModePool.Combine(Prior, [.. members, [9, -9, 0]], [.. weights, 0])));

    [Fact]
    public void Combine_MemberThatKnowsNothing_ChangesNothing() => Check((members, weights) => Same(
        FailureModePool.Combine(Prior, members, weights), FailureModePool.Combine(Prior, [.. members, [2.5, 2.5, 2.5]], [.. weights, 3])));

    [Fact]
    public void Combine_NoMembers_IsThePrior() => Assert.True(Same(Prior, FailureModePool.Combine([5, 3, 2], [], [])));

    [Fact]
    public void Combine_WrongArguments_Throws()
    {
        Assert.Throws<ArgumentException>(() => FailureModePool.Combine(Prior, [[1, 2, 3]], []));
        Assert.Throws<ArgumentException>(() => FailureModePool.Combine(Prior, [[1, 2]], [1]));
        Assert.Throws<ArgumentException>(() => FailureModePool.Combine(Prior, [[1, 2, 3]], [-1]));
        Assert.Throws<ArgumentException>(() => FailureModePool.Combine([0, 0, 0], [], []));
        Assert.Throws<ArgumentException>(() => FailureModePool.Combine([1, -1, 1], [], []));
    }

    private static bool Same(double[] left, double[] right) => left.Zip(right).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9);

    private static void Check(Func<double[][], double[], bool> holds)
    {
        var number = Gen.Choose(-1000, 1000).Select(value => value / 100.0);
        var members = number.ArrayOf(3).ArrayOf().Select(all => all.Take(6).ToArray()).ToArbitrary();
        Prop.ForAll(members, all => holds(all, [.. all.Select((_, i) => i * 0.4)])).QuickCheckThrowOnFailure();
    }
}
