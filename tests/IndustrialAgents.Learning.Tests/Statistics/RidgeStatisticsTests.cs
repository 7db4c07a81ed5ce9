using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Learning.Tests.Statistics;

public sealed class RidgeStatisticsTests
{
    [Fact]
    public void Add_Rows_SumsProducts() =>
        Prop.ForAll(Shapes(), shape =>
        {
            var rows = Rows.Random(shape.Seed, shape.Rows, shape.Features, shape.Targets);
            AssertSums(rows, rows.Statistics());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_DisjointParts_EqualsUnion() =>
        Prop.ForAll(Shapes(), shape =>
        {
            var rows = Rows.Random(shape.Seed, shape.Rows, shape.Features, shape.Targets);
            var merged = rows.Slice(0, shape.Cut).Statistics();
            merged.Merge(rows.Slice(shape.Cut, shape.Rows - shape.Cut).Statistics());
            AssertClose(rows.Statistics(), merged);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Remove_RowsAddedBefore_EqualsBefore() =>
        Prop.ForAll(Shapes(), shape =>
        {
            var rows = Rows.Random(shape.Seed, shape.Rows, shape.Features, shape.Targets);
            var kept = rows.Slice(0, shape.Cut);
            var gone = rows.Slice(shape.Cut, shape.Rows - shape.Cut);
            var byRows = rows.Statistics();
            byRows.Remove(gone.X, gone.Y);
            AssertClose(kept.Statistics(), byRows);
            var byStatistics = rows.Statistics();
            byStatistics.Remove(gone.Statistics());
            AssertClose(kept.Statistics(), byStatistics);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void WithTargets_NewClass_EqualsRowsOfMoreClasses()
    {
        float[] x = [1, 2, 3, 4, 5, 6];
        var (two, four) = (new RidgeStatistics(2, 2), new RidgeStatistics(2, 4));
        two.AddClasses(x, [1, 0, 1]);
        four.AddClasses(x, [0, 3, 0]);
        var spread = two.WithTargets(4, [3, 0]);
        AssertClose(four, spread);
        spread.AddClasses([9, 9], [2]);
        Assert.Equal((3, 4), (two.Count, spread.Count));
        Assert.Throws<InvalidStatisticsException>(() => two.WithTargets(4, [3]));
        Assert.Throws<InvalidStatisticsException>(() => two.WithTargets(4, [3, 3]));
        Assert.Throws<InvalidStatisticsException>(() => two.WithTargets(4, [0, 4]));
        Assert.Throws<InvalidStatisticsException>(() => two.WithTargets(RidgeStatistics.MaxWidth + 1, [0, 1]));
    }

    [Fact]
    public void Add_Floats_EqualsDoubles()
    {
        var rows = Rows.Random(3, 70, 11, 2);
        float[] x = [.. rows.X.Select(v => (float)v)], y = [.. rows.Y.Select(v => (float)v)];
        var narrow = new RidgeStatistics(11, 2);
        narrow.Add(x, y);
        var wide = new RidgeStatistics(11, 2);
        wide.Add([.. x.Select(v => (double)v)], [.. y.Select(v => (double)v)]);
        AssertClose(wide, narrow);
        narrow.Remove(x, y);
        Assert.Equal(0, narrow.Count);
    }

    [Fact]
    public void AddClasses_Labels_EqualsOneHotTargets()
    {
        float[] x = [1, 2, 3, 4, 5, 6];
        var byClass = new RidgeStatistics(2, 3);
        byClass.AddClasses(x, [2, 0, 2]);
        var oneHot = new RidgeStatistics(2, 3);
        oneHot.Add(x, [0, 0, 1, 1, 0, 0, 0, 0, 1]);
        AssertClose(oneHot, byClass);
        byClass.RemoveClasses(x.AsSpan(0, 2), [2]);
        Assert.Equal(2, byClass.Count);
        Assert.Throws<InvalidStatisticsException>(() => byClass.AddClasses(x, [0, 1, 3]));
    }

    [Fact]
    public void Add_BadRows_ThrowsAndAddsNothing()
    {
        var statistics = new RidgeStatistics(2, 1);
        Assert.Throws<InvalidStatisticsException>(() => statistics.Add([1.0, double.NaN], [1.0]));
        Assert.Throws<InvalidStatisticsException>(() => statistics.Add([1.0, 1.0], [double.PositiveInfinity]));
        Assert.Throws<InvalidStatisticsException>(() => statistics.Add([1.0, 1.0, 1.0], [1.0]));
        Assert.Throws<InvalidStatisticsException>(() => statistics.Remove([1.0, 1.0], [1.0]));
        Assert.Throws<InvalidStatisticsException>(() => statistics.Merge(new RidgeStatistics(3, 1)));
        Assert.Equal(0, statistics.Count);
        Assert.All(statistics.Gram.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Constructor_WidthOutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RidgeStatistics(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RidgeStatistics(1, RidgeStatistics.MaxWidth + 1));
    }

    internal static void AssertClose(RidgeStatistics expected, RidgeStatistics actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Close(UpperHalf(expected), UpperHalf(actual));
        Close(expected.Cross, actual.Cross);
        Close(expected.FeatureSums, actual.FeatureSums);
        Close(expected.TargetSums, actual.TargetSums);
        Close(expected.TargetSquares, actual.TargetSquares);
    }

    private static Arbitrary<(int Seed, int Rows, int Features, int Targets, int Cut)> Shapes() =>
        (from seed in Gen.Choose(0, 1_000_000)
         from rows in Gen.Choose(1, 600)
         from features in Gen.Choose(1, 40)
         from targets in Gen.Choose(1, 9)
         from cut in Gen.Choose(0, rows)
         select (seed, rows, features, targets, cut)).ToArbitrary();

    private static double[] UpperHalf(RidgeStatistics statistics)
    {
        var d = statistics.Features;
        var gram = statistics.Gram.ToArray();
        return [.. Enumerable.Range(0, d * d).Where(at => at % d >= at / d).Select(at => gram[at])];
    }

    private static void AssertSums(Rows rows, RidgeStatistics statistics)
    {
        Assert.Equal(rows.Count, statistics.Count);
        var (d, k) = (rows.Features, rows.Targets);
        for (var i = 0; i < d; i++)
        {
            for (var j = i; j < d; j++)
            {
                Close([Enumerable.Range(0, rows.Count).Sum(r => rows.X[(r * d) + i] * rows.X[(r * d) + j])], [statistics.Gram[(i * d) + j]]);
            }

            for (var t = 0; t < k; t++)
            {
                Close([Enumerable.Range(0, rows.Count).Sum(r => rows.X[(r * d) + i] * rows.Y[(r * k) + t])], [statistics.Cross[(i * k) + t]]);
            }

            Close([Enumerable.Range(0, rows.Count).Sum(r => rows.X[(r * d) + i])], [statistics.FeatureSums[i]]);
        }

        Close([rows.Y.Sum()], [statistics.TargetSums.ToArray().Sum()]);
        Close([rows.Y.Sum(y => y * y)], [statistics.TargetSquares.ToArray().Sum()]);
    }

    private static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-8 * Math.Max(1, Math.Abs(expected[i])), $"{i}: {expected[i]} and {actual[i]}");
        }
    }
}
