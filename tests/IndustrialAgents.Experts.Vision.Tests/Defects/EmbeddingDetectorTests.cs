using IndustrialAgents.Experts.Vision.Defects;

namespace IndustrialAgents.Experts.Vision.Tests.Defects;

public sealed class EmbeddingDetectorTests
{
    [Fact]
    public void Score_GoodAndBadRows_AreTold()
    {
        var random = new Random(1);
        float[] Row(float shift) => [.. Enumerable.Range(0, 12).Select(i => 5 + random.NextSingle() + (i == 3 ? shift : 0))];
        var detector = EmbeddingDetector.Fit([.. Enumerable.Range(0, 60).Select(_ => Row(0))]);

        var good = Enumerable.Range(0, 50).Select(_ => detector.Score(Row(0))).ToArray();

        Assert.InRange(good.Average(), -1, 1);
        Assert.True(Enumerable.Range(0, 50).Average(_ => detector.Score(Row(2))) > 3);
    }

    [Theory]
    [InlineData(6, 40)]
    [InlineData(40, 6)]
    public void Whiten_MoreRowsOrMoreColumns_IsTheMahalanobisDistance(int count, int width)
    {
        var random = new Random(2);
        var rows = Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, width).Select(i => (i + 1) * random.NextSingle()).ToArray()).ToArray();

        var space = WhitenedSpace.Fit(rows);
        var covariance = ShrunkCovariance.Fit([.. rows.Select(row => (ReadOnlyMemory<float>)row)]);

        Assert.Equal(covariance.Shrinkage, space.Shrinkage, 1e-9);
        Assert.Equal(covariance.Mean, space.Mean, (a, b) => Math.Abs(a - b) < 1e-9);
        var difference = MathNet.Numerics.LinearAlgebra.Double.DenseVector.Create(width, i => rows[0][i] - space.Mean[i]);
        Assert.Equal(difference.DotProduct(covariance.Covariance.Solve(difference)), space.Whiten(rows[0]).Sum(value => value * value), 1e-6);
        Assert.Equal(Math.Min(1, 2 * space.Shrinkage), WhitenedSpace.Fit(rows, 2).Shrinkage, 1e-9);
    }

    [Fact]
    public void Score_EitherDistance_FindsWhatLiesBetweenClusters()
    {
        var random = new Random(3);
        float[] Row(float middle) => [middle + random.NextSingle(), random.NextSingle(), random.NextSingle()];
        float[][] good = [.. Enumerable.Range(0, 80).Select(i => Row(i % 2 == 0 ? -20 : 20))];

        double Of(EmbeddingDistance distance) => EmbeddingDetector.Fit(good, options: new() { Distance = distance, Shrinkage = 0.01 }).Score([0, 0.5f, 0.5f]);

        // Nothing is nearer the mean, and nothing is farther from every row.
        Assert.True(Of(EmbeddingDistance.Mahalanobis) < 0);
        Assert.True(Of(EmbeddingDistance.NearestWhitened) > 1);
    }

    [Fact]
    public void Fit_WrongRows_AreNamed()
    {
        Assert.Equal("shrinkage", Assert.Throws<InvalidRequestException>(() => EmbeddingDetector.Fit([[1], [2], [4], [3]], options: new() { Shrinkage = 0 })).Field);
        Assert.Equal("distance", Assert.Throws<InvalidRequestException>(() => EmbeddingDetector.Fit([[1], [2], [4], [3]], options: new() { Distance = (EmbeddingDistance)7 })).Field);
        Assert.Equal("good", Assert.Throws<InvalidRequestException>(() => EmbeddingDetector.Fit([[1], [2]])).Field);
        Assert.Equal("good[2]", Assert.Throws<InvalidRequestException>(() => EmbeddingDetector.Fit([[1], [2], [float.NaN], [3]])).Field);
        Assert.Equal("folds", Assert.Throws<InvalidRequestException>(() => EmbeddingDetector.Fit([[1], [2], [4], [3]], 1)).Field);
        Assert.Equal("embedding", Assert.Throws<InvalidRequestException>(() => EmbeddingDetector.Fit([[1], [2], [4], [3]]).Score([1, 2])).Field);
    }
}
