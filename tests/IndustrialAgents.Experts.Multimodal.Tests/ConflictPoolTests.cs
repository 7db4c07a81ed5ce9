using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Experts.Multimodal.Tests;

public sealed class ConflictPoolTests
{
    private static readonly double[] Prior = [0.5, 0.3, 0.2];

    [Fact]
    public void Combine_TwoMembers_IsBayesRuleOverTheHypotheses()
    {
        double[] one = [0.7, 0.2, 0.1];
        double[] other = [0.1, 0.6, 0.3];

        var pooled = ConflictPool.Combine(Prior, [Logs(one), Logs(other)], [0.2, 0.3]);

        var rows = Enumerable.Range(0, 3).Select(k => (
            None: Prior[k] * 0.5 * one[k] * other[k],
            One: Prior[k] * 0.2 * (1 - one[k]) / 2 * other[k],
            Other: Prior[k] * 0.3 * one[k] * (1 - other[k]) / 2)).ToArray();
        var sum = rows.Sum(row => row.None + row.One + row.Other);
        Assert.Equal(rows.Select(row => (row.None + row.One + row.Other) / sum), pooled.Probabilities, Near);
        Assert.Equal([rows.Sum(row => row.One) / sum, rows.Sum(row => row.Other) / sum], pooled.Misled, Near);
    }

    [Fact]
    public void Combine_NoShares_IsThePlainPool() => Check((members, _) =>
        Same(FailureModePool.Combine(Prior, members, [.. members.Select(_ => 1.0)]), ConflictPool.Combine(Prior, members, new double[members.Length]).Probabilities));

    [Fact]
    public void Combine_AnyMembers_SumsToOneWhateverTheirOrder() => Check((members, shares) =>
    {
        var pooled = ConflictPool.Combine(Prior, members, shares);
        var reversed = ConflictPool.Combine(Prior, [.. members.Reverse()], [.. shares.Reverse()]);
        return Math.Abs(pooled.Probabilities.Sum() - 1) < 1e-9 && pooled.Misled.Sum() is >= 0 and <= 1 + 1e-9
            && Same(pooled.Probabilities, reversed.Probabilities) && Same(pooled.Misled, [.. reversed.Misled.Reverse()]);
    });

    [Fact]
    public void Combine_MemberThatKnowsNothing_IsAsLeavingItOut() => Check((members, shares) => Same(
        ConflictPool.Combine(Prior, members, shares).Probabilities, ConflictPool.Combine(Prior, [.. members, [2.5, 2.5, 2.5]], [.. shares, 0.1]).Probabilities));

    [Fact]
    public void Combine_WhateverOneMemberSays_TheOthersKeepAShare() => Check((members, shares) =>
    {
        if (members.Length < 2)
        {
            return true;
        }

        // Derived from the formula: neither term of a mode is below the least of the two factors, neither above 1.
        double[] others = [.. Enumerable.Range(0, 3).Select(k => Prior[k] * members.Skip(1).Aggregate(1.0, (product, said) => product * Softmax(said)[k]))];
        var least = Math.Min(1 - shares.Sum(), shares[0] / 2);
        var pooled = ConflictPool.Combine(Prior, members, shares).Probabilities;
        return pooled.Zip(others).All(pair => pair.First >= (least * pair.Second * 0.999) - 1e-15);
    });

    [Fact]
    public void Combine_OneSureLiarAgainstTwo_TheTwoWinAndTellWhoItWas()
    {
        double[] liar = Logs([0.999, 0.0005, 0.0005]);
        double[] honest = Logs([0.1, 0.8, 0.1]);

        var pooled = ConflictPool.Combine([1, 1, 1], [honest, liar, honest], [0.2, 0.2, 0.2]);

        Assert.True(pooled.Probabilities[1] > 0.6, $"{pooled.Probabilities[1]}");
        Assert.True(pooled.Misled[1] > 0.6, $"{pooled.Misled[1]}");
        Assert.True(pooled.Misled[0] < 0.2, $"{pooled.Misled[0]}");
    }

    [Fact]
    public void Combine_ExtremeEvidence_StaysFinite()
    {
        var pooled = ConflictPool.Combine([0, 1, 1], [[800, -800, 0], [-800, 800, 0]], [0.3, 0.3]);

        Assert.All(pooled.Probabilities.Concat(pooled.Misled), value => Assert.InRange(value, 0, 1));
        Assert.Equal(0, pooled.Probabilities[0]);
    }

    [Fact]
    public void Combine_WrongArguments_Throws()
    {
        Assert.Throws<ArgumentException>(() => ConflictPool.Combine(Prior, [[1, 2, 3]], []));
        Assert.Throws<ArgumentException>(() => ConflictPool.Combine(Prior, [[1, 2]], [0.1]));
        Assert.Throws<ArgumentException>(() => ConflictPool.Combine(Prior, [[1, 2, 3]], [-0.1]));
        Assert.Throws<ArgumentException>(() => ConflictPool.Combine(Prior, [[1, 2, 3], [1, 2, 3]], [0.5, 0.5]));
        Assert.Throws<ArgumentException>(() => ConflictPool.Combine(Prior, [[1, 2, double.NaN]], [0.1]));
        Assert.Throws<ArgumentException>(() => ConflictPool.Combine([0, 0, 0], [[1, 2, 3]], [0.1]));
    }

    private static double[] Logs(double[] probabilities) => Array.ConvertAll(probabilities, Math.Log);

    private static double[] Softmax(double[] evidence)
    {
        var sum = evidence.Sum(Math.Exp);
        return Array.ConvertAll(evidence, value => Math.Exp(value) / sum);
    }

    private static bool Near(double left, double right) => Math.Abs(left - right) < 1e-12;

    private static bool Same(double[] left, double[] right) => left.Zip(right).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9);

    // Up to five members, with evidence of up to 10 nats and shares that differ.
    private static void Check(Func<double[][], double[], bool> holds)
    {
        var number = Gen.Choose(-1000, 1000).Select(value => value / 100.0);
        var members = number.ArrayOf(3).ArrayOf().Select(all => all.Take(5).ToArray()).ToArbitrary();
        Prop.ForAll(members, all => holds(all, [.. all.Select((_, i) => 0.05 + (i * 0.04))])).QuickCheckThrowOnFailure();
    }
}
