using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Learning.Tests.Statistics;

public sealed class WindowMomentsTests
{
    [Fact]
    public void Regress_AnyStretchesAndLevel_EqualsWindowsAddedOneByOne() =>
        Prop.ForAll(Shapes(), shape =>
        {
            var random = new Random(shape.Seed);
            var moments = new WindowMoments(shape.LookBack + shape.Horizon, shape.Extras);
            var direct = new RidgeStatistics(shape.LookBack + shape.Extras, shape.Horizon);
            var level = Values(random, shape.LookBack);
            foreach (var length in shape.Stretches)
            {
                var part = new WindowMoments(moments.Length, shape.Extras);
                var windows = Math.Max(0, length - moments.Length + 1);
                var (values, extras) = (Values(random, length), Values(random, windows * shape.Extras));
                part.Add(values, extras);
                moments.Merge(part);
                for (var w = 0; w < windows; w++)
                {
                    var window = values[w..(w + moments.Length)];
                    var taken = window.Take(shape.LookBack).Zip(level, (value, weight) => value * weight).Sum();
                    direct.Add(
                        [.. window.Take(shape.LookBack).Select(value => value - taken), .. extras.AsSpan(w * shape.Extras, shape.Extras)],
                        [.. window.Skip(shape.LookBack).Select(value => value - taken)]);
                }
            }

            AssertClose(direct, moments.Regress(level));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Regress_LongStretchFarFromZero_KeepsItsPrecision()
    {
        var values = Values(new Random(5), 20_000).Select(value => value + 30).ToArray();
        var moments = new WindowMoments(40);
        moments.Add(values);
        var direct = new RidgeStatistics(30, 10);
        for (var w = 0; w + 40 <= values.Length; w++)
        {
            direct.Add(values.AsSpan(w, 30), values.AsSpan(w + 30, 10));
        }

        AssertClose(direct, moments.Regress(new double[30]));
    }

    [Fact]
    public void Remove_WhatWasMerged_LeavesTheRest() =>
        Prop.ForAll(Shapes(), shape =>
        {
            var random = new Random(shape.Seed);
            var (kept, passing) = (Random(random, shape), Random(random, shape));
            var moments = kept.Clone();
            moments.Merge(passing);
            moments.Remove(passing);
            AssertClose(kept.Regress(new double[shape.LookBack]), moments.Regress(new double[shape.LookBack]));
            moments.Remove(kept);
            Assert.Equal(WindowMomentsFile.Save(new WindowMoments(moments.Length, shape.Extras)), WindowMomentsFile.Save(moments));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Tail_ShorterWindows_AreTheEndsOfTheLongOnes()
    {
        double[] values = [1, 2, 4, 3, -1, 0.5, 7, 2];
        var (whole, ends) = (new WindowMoments(5, 1), new WindowMoments(3, 1));
        whole.Add(values, [1, 2, 3, 4]);
        ends.Add(values.AsSpan(2), [1, 2, 3, 4]);
        AssertClose(ends.Regress([0.5, 0.5]), whole.Tail(3).Regress([0.5, 0.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => whole.Tail(6));
    }

    [Fact]
    public void Remove_MoreWindowsThanThere_Throws()
    {
        var (few, many) = (new WindowMoments(2), new WindowMoments(2));
        few.Add([1, 2]);
        many.Add([1, 2, 3]);
        Assert.Throws<InvalidStatisticsException>(() => few.Remove(many));
        Assert.Equal(1, few.Count);
    }

    [Fact]
    public void Add_BadStretch_ThrowsAndAddsNothing()
    {
        var moments = new WindowMoments(3, 1);
        Assert.Throws<InvalidStatisticsException>(() => moments.Add([1, 2, double.NaN, 4], [0, 0]));
        Assert.Throws<InvalidStatisticsException>(() => moments.Add([1, 2, 3, 4], [0, double.PositiveInfinity]));
        Assert.Throws<InvalidStatisticsException>(() => moments.Add([1, 2, 3, 4], [0]));
        Assert.Throws<InvalidStatisticsException>(() => moments.Merge(new WindowMoments(3)));
        Assert.Throws<InvalidStatisticsException>(() => moments.Regress(new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WindowMoments(1));
        moments.Add([1, 2], []);
        Assert.Equal(0, moments.Count);
    }

    private static WindowMoments Random(Random random, Shape shape)
    {
        var moments = new WindowMoments(shape.LookBack + shape.Horizon, shape.Extras);
        foreach (var length in shape.Stretches)
        {
            moments.Add(Values(random, length), Values(random, Math.Max(0, length - moments.Length + 1) * shape.Extras));
        }

        return moments;
    }

    private static double[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() * 4) - 1)];

    private static void AssertClose(RidgeStatistics expected, RidgeStatistics actual)
    {
        Assert.Equal((expected.Features, expected.Targets, expected.Count), (actual.Features, actual.Targets, actual.Count));
        for (var i = 0; i < expected.Features; i++)
        {
            for (var j = i; j < expected.Features; j++)
            {
                Close(expected.Gram[(i * expected.Features) + j], actual.Gram[(i * expected.Features) + j]);
            }
        }

        Each(expected.Cross, actual.Cross);
        Each(expected.FeatureSums, actual.FeatureSums);
        Each(expected.TargetSums, actual.TargetSums);
        Each(expected.TargetSquares, actual.TargetSquares);

        void Each(ReadOnlySpan<double> some, ReadOnlySpan<double> others)
        {
            Assert.Equal(some.Length, others.Length);
            for (var i = 0; i < some.Length; i++)
            {
                Close(some[i], others[i]);
            }
        }

        void Close(double a, double b) => Assert.True(Math.Abs(a - b) <= 1e-9 * (1 + Math.Abs(a) + expected.Count), $"{a} and {b}");
    }

    private static Arbitrary<Shape> Shapes() => (
        from seed in Gen.Choose(0, 1 << 20)
        from lookBack in Gen.Choose(1, 12)
        from horizon in Gen.Choose(1, 9)
        from extras in Gen.Choose(0, 3)
        from stretches in Gen.ArrayOf(Gen.Choose(0, 60), 3)
        select new Shape(seed, lookBack, horizon, extras, stretches)).ToArbitrary();

    private sealed record Shape(int Seed, int LookBack, int Horizon, int Extras, int[] Stretches);
}
