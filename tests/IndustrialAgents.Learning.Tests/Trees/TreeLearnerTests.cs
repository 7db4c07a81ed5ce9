using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Learning.Tests.Trees;

public sealed class TreeLearnerTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public void Boost_OneTreeOfTwoLeaves_IsTheBestSplitOfAll() =>
        Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var values = Enumerable.Range(0, 80).Select(_ => (float)random.Next(12)).ToArray();
            var targets = Enumerable.Range(0, 40).Select(row => (float)(random.NextDouble() + (values[2 * row] > 6 ? 1 : 0))).ToArray();
            var trees = TreeLearner.Boost(values, 2, targets, new TreeOptions { Trees = 1, Leaves = 2, LeafRows = 1, LearningRate = 1, Regularization = 0 }, Token);
            double Loss(Func<int, bool> low) => new[] { true, false }.Sum(side =>
            {
                var own = Enumerable.Range(0, 40).Where(row => low(row) == side).Select(row => (double)targets[row]).ToArray();
                return own.Length == 0 ? 0 : own.Sum(y => Math.Pow(y - own.Average(), 2));
            });
            var best = (from f in new[] { 0, 1 } from limit in Enumerable.Range(0, 12) select Loss(row => values[(2 * row) + f] <= limit + 0.5)).Min();
            Assert.Equal(best, Enumerable.Range(0, 40).Sum(row => Math.Pow(targets[row] - trees.Predict(values.AsSpan(2 * row, 2)), 2)), 1e-4);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Boost_CurvedTargets_LearnsThem()
    {
        var (values, targets) = Curve(2_000, 1);
        var (others, truth) = Curve(500, 2);
        var trees = TreeLearner.Boost(values, 3, targets, new TreeOptions { Trees = 150, LearningRate = 0.1, RowShare = 0.5, FeatureShare = 0.7 }, Token);
        Assert.True(Error(trees, others, truth) < 0.05 * Variance(truth));
        Assert.Equal((3, 150), (trees.Features, trees.Roots.Length));
    }

    [Fact]
    public void Forest_CurvedTargets_LearnsThem()
    {
        var (values, targets) = Curve(2_000, 1);
        var (others, truth) = Curve(500, 2);
        Assert.True(Error(TreeLearner.Forest(values, 3, targets, new TreeOptions { Trees = 30, Leaves = 500, LeafRows = 2 }, Token), others, truth) < 0.1 * Variance(truth));
    }

    [Fact]
    public void BoostOdds_TwoClasses_GivesTheirShares()
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, 4_000).Select(_ => (float)random.NextDouble()).ToArray();
        var targets = values.Select(value => random.NextDouble() < (value > 0.5 ? 0.9 : 0.2) ? 1f : 0).ToArray();
        var trees = TreeLearner.BoostOdds(values, 1, targets, new TreeOptions { Trees = 60, Leaves = 2, LearningRate = 0.2 }, Token);
        Assert.Equal(0.9, 1 / (1 + Math.Exp(-trees.Predict([0.8f]))), 0.04);
        Assert.Equal(0.2, 1 / (1 + Math.Exp(-trees.Predict([0.2f]))), 0.04);
    }

    [Fact]
    public void Fit_SameSeed_GivesTheSameTrees()
    {
        var (values, targets) = Curve(6_000, 3);
        var options = new TreeOptions { Trees = 5, RowShare = 0.5, FeatureShare = 0.5, Seed = 9 };
        Assert.Equal(TreeLearner.Boost(values, 3, targets, options, Token).Nodes.ToArray(), TreeLearner.Boost(values, 3, targets, options, Token).Nodes.ToArray());
        Assert.Equal(TreeLearner.Forest(values, 3, targets, options, Token).Nodes.ToArray(), TreeLearner.Forest(values, 3, targets, options, Token).Nodes.ToArray());
    }

    [Fact]
    public void Boost_StepInTheTail_FindsItThroughFewBins()
    {
        // 20 rows of 20,000 far out: at even shares of rows they would share one of the 20 bins.
        var random = new Random(6);
        var values = Enumerable.Range(0, 20_000).Select(row => (float)(row < 20 ? 10 + (row * 0.1) : random.NextDouble())).ToArray();
        var targets = values.Select(value => value > 9 ? 1f : 0).ToArray();
        var trees = TreeLearner.Boost(values, 1, targets, new TreeOptions { Trees = 1, LearningRate = 1, LeafRows = 1, Bins = 20, Regularization = 0 }, Token);
        Assert.Equal(1, trees.Predict([10.5f]), 1e-3);
        Assert.Equal(0, trees.Predict([0.99f]), 1e-3);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(255)]
    [InlineData(256)]
    public void Boost_AnyNumberOfBins_StaysFinite(int bins)
    {
        var (values, targets) = Curve(3_000, bins);
        (values[0], values[3], values[6]) = (float.MaxValue, float.MinValue, float.Epsilon);
        var trees = TreeLearner.Boost(values, 3, targets, new TreeOptions { Trees = 3, Bins = bins }, Token);
        Assert.True(double.IsFinite(trees.Predict([float.NaN, float.PositiveInfinity, float.NegativeInfinity])));
    }

    [Fact]
    public void Fit_NothingToSplit_IsTheMean()
    {
        Assert.Equal(3, TreeLearner.Boost(new float[40], 1, Enumerable.Repeat(3f, 40).ToArray(), cancellationToken: Token).Predict([1]), 1e-6);
        Assert.Equal(7, TreeLearner.Boost(new float[] { 1, 2 }, 2, [7], cancellationToken: Token).Predict([1, 2]), 1e-6);
    }

    [Fact]
    public void Fit_Unusable_Throws()
    {
        Assert.Throws<InvalidStatisticsException>(() => TreeLearner.Boost(new float[5], 2, new float[2], cancellationToken: Token));
        Assert.Throws<InvalidStatisticsException>(() => TreeLearner.Boost(new float[] { float.NaN, 1 }, 1, new float[2], cancellationToken: Token));
        Assert.Throws<InvalidStatisticsException>(() => TreeLearner.BoostOdds(new float[2], 1, new float[2], cancellationToken: Token));
        Assert.Throws<InvalidStatisticsException>(() => TreeLearner.BoostOdds(new float[2], 1, [0.5f, 0.5f], cancellationToken: Token));
        Assert.All(
            [new TreeOptions { Trees = 0 }, new TreeOptions { Leaves = 1 }, new TreeOptions { Bins = 257 }, new TreeOptions { LearningRate = 0 }, new TreeOptions { RowShare = 2 }, new TreeOptions { Regularization = -1 }],
            options => Assert.Throws<InvalidStatisticsException>(() => TreeLearner.Forest(new float[2], 1, new float[2], options, Token)));
    }

    [Fact]
    public void TreeEnsemble_NodesThatLeadNowhere_Throws()
    {
        var leaf = new TreeNode(-1, 1);
        Assert.Equal(3, new TreeEnsemble(1, 2, [0], [leaf]).Predict([0]));
        Assert.Throws<ArgumentException>(() => new TreeEnsemble(1, 2, [0], [leaf]).Predict([0, 1]));
        Assert.Throws<InvalidStatisticsException>(() => new TreeEnsemble(1, 0, [0], [new TreeNode(0, 1, 0, 1), leaf]));
        Assert.Throws<InvalidStatisticsException>(() => new TreeEnsemble(1, 0, [0], [new TreeNode(0, 1, 1, 2), leaf]));
        Assert.Throws<InvalidStatisticsException>(() => new TreeEnsemble(1, 0, [0], [new TreeNode(1, 1, 1, 2), leaf, leaf]));
        Assert.Throws<InvalidStatisticsException>(() => new TreeEnsemble(1, double.NaN, [0], [leaf]));
        Assert.Throws<InvalidStatisticsException>(() => new TreeEnsemble(1, 0, [0, 1], [leaf]));
    }

    private static (float[] Values, float[] Targets) Curve(int rows, int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, rows * 3).Select(_ => (float)((random.NextDouble() * 4) - 2)).ToArray();
        return (values, [.. Enumerable.Range(0, rows).Select(row => (float)((values[3 * row] * values[3 * row]) + (values[(3 * row) + 1] > 0 ? 2 : 0) + (0.1 * random.NextDouble())))]);
    }

    private static double Error(TreeEnsemble trees, float[] values, float[] truth) =>
        truth.Select((y, row) => Math.Pow(y - trees.Predict(values.AsSpan(row * 3, 3)), 2)).Average();

    private static double Variance(float[] values) => values.Average(value => Math.Pow(value - values.Average(), 2));
}
