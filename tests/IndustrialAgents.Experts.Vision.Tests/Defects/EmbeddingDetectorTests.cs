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

        Assert.InRange(good.Average(), -0.5, 0.5);
        Assert.True(Enumerable.Range(0, 50).Average(_ => detector.Score(Row(2))) > 3);
    }

    [Fact]
    public void Fit_WrongRows_AreNamed()
    {
        Assert.Equal("good", Assert.Throws<InvalidRequestException>(() => EmbeddingDetector.Fit([[1], [2]])).Field);
        Assert.Equal("good[2]", Assert.Throws<InvalidRequestException>(() => EmbeddingDetector.Fit([[1], [2], [float.NaN], [3]])).Field);
        Assert.Equal("folds", Assert.Throws<InvalidRequestException>(() => EmbeddingDetector.Fit([[1], [2], [4], [3]], 1)).Field);
        Assert.Equal("embedding", Assert.Throws<InvalidRequestException>(() => EmbeddingDetector.Fit([[1], [2], [4], [3]]).Score([1, 2])).Field);
    }
}
