using FsCheck;
using FsCheck.Fluent;

namespace IndustrialAgents.Learning.Tests.Statistics;

public sealed class RidgeTargetsTests
{
    [Fact]
    public void Place_AnyPlaces_IsAsIfTheRowsHadHadThem() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(50), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (classes, targets) = (random.Next(1, 5), random.Next(5, 8));
            var places = Enumerable.Range(0, targets).OrderBy(_ => random.Next()).Take(classes).Select(place => random.Next(4) == 0 ? -1 : place).ToArray();
            var (own, expected) = (new RidgeStatistics(3, classes), new RidgeStatistics(3, targets));
            for (var r = 0; r < 12; r++)
            {
                double[] features = [random.Next(9), random.Next(9), random.Next(9)];
                var (y, moved) = (new double[classes], new double[targets]);
                for (var c = 0; c < classes; c++)
                {
                    y[c] = random.Next(9);
                    if (places[c] >= 0)
                    {
                        moved[places[c]] = y[c];
                    }
                }

                own.Add(features, y);
                expected.Add(features, moved);
            }

            var placed = RidgeTargets.Place(own, places, targets);

            Assert.Equal((12L, 3, targets), (placed.Count, placed.Features, placed.Targets));
            Assert.Equal(expected.Cross.ToArray(), placed.Cross.ToArray());
            Assert.Equal(expected.TargetSums.ToArray(), placed.TargetSums.ToArray());
            Assert.Equal(expected.TargetSquares.ToArray(), placed.TargetSquares.ToArray());
            Assert.Equal(expected.FeatureSums.ToArray(), placed.FeatureSums.ToArray());
            Assert.Equal(own.Gram.ToArray(), placed.Gram.ToArray());
        }));

    [Fact]
    public void Place_Copy_ChangesOnItsOwn()
    {
        var own = new RidgeStatistics(1, 1);
        own.Add([2.0], [3.0]);

        var placed = RidgeTargets.Place(own, [1], 2);
        placed.Add([1.0], [0.0, 1]);

        Assert.Equal(1, own.Count);
        Assert.Equal([4.0], own.Gram.ToArray());
        Assert.Equal([0.0, 7], placed.Cross.ToArray());
    }

    [Theory]
    [InlineData(new[] { 0 }, 2)]
    [InlineData(new[] { 0, 0 }, 2)]
    [InlineData(new[] { 0, 2 }, 2)]
    [InlineData(new[] { 0, -2 }, 2)]
    [InlineData(new[] { -1, -1 }, 0)]
    [InlineData(new[] { 0, 1 }, RidgeStatistics.MaxWidth + 1)]
    public void Place_WhatDoesNotFit_IsRefused(int[] places, int targets) =>
        Assert.Throws<InvalidStatisticsException>(() => RidgeTargets.Place(new RidgeStatistics(2, 2), places, targets));
}
