using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra.Double;

namespace IndustrialAgents.Learning.Tests.Heads;

public sealed class RidgeSearchTests
{
    [Fact]
    public void ByGeneralizedCrossValidation_OneStrength_EqualsCholesky() =>
        Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), seed =>
        {
            var statistics = Rows.Random(seed, 90, 1 + (seed % 30), 1 + (seed % 5), noise: 1).Statistics();
            var expected = RidgeHead.Solve(statistics, 4);
            var actual = RidgeSearch.ByGeneralizedCrossValidation(statistics, [4]);
            Assert.Equal(expected.Weights.ToArray(), actual.Weights.ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);
            Assert.Equal(expected.Intercept.ToArray(), actual.Intercept.ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ByGeneralizedCrossValidation_Strengths_PicksLeastScoreOfTheDefinition()
    {
        var rows = Rows.Random(7, 30, 20, 2, noise: 8);
        var statistics = rows.Statistics();
        var strengths = RidgeSearch.DefaultStrengths(statistics);
        var scores = strengths.Select(strength => Score(rows, statistics, strength)).ToArray();
        Assert.Equal(strengths[Array.IndexOf(scores, scores.Min())], RidgeSearch.ByGeneralizedCrossValidation(statistics).Strength);
    }

    [Fact]
    public void ByHeldOut_Strengths_PicksLeastLossOverHeldOutRows()
    {
        var (training, heldOut) = (Rows.Random(7, 30, 20, 2, noise: 8), Rows.Random(7, 60, 20, 2, noise: 8).Slice(30, 30));
        var strengths = RidgeSearch.DefaultStrengths(training.Statistics());
        var losses = strengths.Select(strength => heldOut.Loss(RidgeHead.Solve(training.Statistics(), strength))).ToArray();
        var head = RidgeSearch.ByHeldOut(training.Statistics(), heldOut.Statistics());
        Assert.Equal(strengths[Array.IndexOf(losses, losses.Min())], head.Strength);
        Assert.Equal(losses.Min(), heldOut.Loss(head), 1e-9);
    }

    [Fact]
    public void ByFolds_Folds_FitsAllRows()
    {
        var rows = Rows.Random(5, 90, 6, 2);
        var folds = Enumerable.Range(0, 3).Select(fold => rows.Slice(fold * 30, 30).Statistics()).ToArray();
        var head = RidgeSearch.ByFolds(folds);
        var expected = RidgeHead.Solve(rows.Statistics(), head.Strength);
        Assert.Equal(expected.Weights.ToArray(), head.Weights.ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Throws<InvalidStatisticsException>(() => RidgeSearch.ByFolds([folds[0]]));
    }

    [Fact]
    public void Search_WideFeatures_AgreesWithCholesky()
    {
        // Wide enough for the reduction to run on several threads.
        var statistics = Rows.Random(5, 700, 500, 3, noise: 1).Statistics();
        var searched = RidgeSearch.ByGeneralizedCrossValidation(statistics);
        var solved = RidgeHead.Solve(statistics, searched.Strength);
        Assert.Equal(solved.Weights.ToArray(), searched.Weights.ToArray(), (a, b) => Math.Abs(a - b) < 1e-8);
    }

    [Fact]
    public void Search_ConstantFeaturesAndFewRows_StillFits()
    {
        var statistics = new RidgeStatistics(4, 1);
        statistics.Add([1.0, 5, 0, 2, 2, 5, 0, 2, 3, 5, 0, 2], [1.0, 2, 3]);
        var head = RidgeSearch.ByGeneralizedCrossValidation(statistics);
        Assert.All(head.Weights.ToArray(), weight => Assert.True(double.IsFinite(weight)));
        Assert.Throws<InvalidStatisticsException>(() => RidgeSearch.ByGeneralizedCrossValidation(statistics, [-1]));
        Assert.Throws<InvalidStatisticsException>(() => RidgeSearch.ByGeneralizedCrossValidation(new RidgeStatistics(1, 1)));
    }

    private static double Score(Rows rows, RidgeStatistics statistics, double strength)
    {
        var x = DenseMatrix.Create(rows.Count, rows.Features, (r, i) => rows.X[(r * rows.Features) + i] - (statistics.FeatureSums[i] / rows.Count));
        var gram = x.Transpose() * x;
        var freedom = 1 + (gram * (gram + (DenseMatrix.CreateIdentity(rows.Features) * strength)).Inverse()).Trace();
        var rss = rows.Loss(RidgeHead.Solve(statistics, strength)) * rows.Y.Length;
        return rss / rows.Count / Math.Pow(1 - (freedom / rows.Count), 2);
    }
}
